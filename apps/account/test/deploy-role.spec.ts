import { names, partitionOf, policyArn, policyDocument } from "@pictor/contracts";
import { type ExpectedAnswer, isCaught, policyMutants, wrongAnswers } from "@pictor/testing";
import { deployParts } from "../src/deploy-role";
import { tables } from "./deploy-table";
import { accountId, policiesOf, policyNamed, region } from "./fixture";

const parts = Object.fromEntries(
  Object.keys(tables).map((part) => [part, policyNamed(`DeployProd_${part}_`)]),
);

/**
 * No other action of KMS is about aliases, no other of EC2 knows what a call makes, no other of IAM knows to whom a role
 * is passed, no other about scalable targets knows their namespace, no other of WAF is about stages or knows where a
 * log goes, and no other of EventBridge Scheduler is about a schedule.
 */
const changeNothing = [
  'OwnAlias: Action is "kms:*"',
  'TagNew: Action is "ec2:*"',
  'PassRoles: Action is "iam:*"',
  'FirewallOfStages: Action is "wafv2:*"',
  'LogFirewall: Action is "wafv2:*"',
  'ScaleEndpoints: Action is "application-autoscaling:*"',
  'KeepSchedule: Action is "scheduler:*"',
  'KeepJobSchedules: Action is "scheduler:*"',
];

/** The evaluator's data of `apigateway:SetWebACL` match no ARN, so this statement is held as it is written. */
const heldAsWritten = "SetFirewall: ";

/** The rows of a part, first those about what a mutated statement names: they are the likeliest to tell. */
function rowsFor(part: string, change: string): readonly ExpectedAnswer[] {
  const rows = tables[part] ?? [];
  const changed = parts[part]?.Statement.find(({ Sid }) => change.startsWith(`${Sid}:`));
  const named = new Set([changed?.Action].flat());
  return [
    ...rows.filter(({ action }) => named.has(action)),
    ...rows.filter(({ action }) => !named.has(action)),
  ];
}

describe("the deploy role of an environment", () => {
  it.each(Object.entries(tables))(
    "may do what deploying takes, on its own resources only: %s",
    async (_, rows) => {
      expect(await wrongAnswers(rows, policiesOf(...Object.values(parts)))).toEqual([]);
    },
    // Hundreds of questions to the policies' evaluator.
    60_000,
  );

  it.each(
    Object.entries(parts).flatMap(([part, policy]) =>
      policyMutants(policy)
        .filter(
          ({ change }) => !changeNothing.includes(change) && !change.startsWith(heldAsWritten),
        )
        .map(({ change, policy: mutant }) => [part, change, mutant] as const),
    ),
  )("would be found broken: %s, %s", async (part, change, mutant) => {
    expect(await isCaught(rowsFor(part, change), policiesOf(mutant))).toBe(true);
  });

  it("sets the firewall of the region's stages of Pictor's name, and of nothing else", () => {
    const found = Object.values(parts)
      .flatMap(({ Statement }) => Statement)
      .filter(({ Action }) => JSON.stringify(Action).includes("SetWebACL"));
    expect(found).toEqual([
      {
        Sid: "SetFirewall",
        Effect: "Allow",
        Action: "apigateway:SetWebACL",
        Resource: `arn:aws:apigateway:${region}::/restapis/*/stages/v1`,
      },
    ]);
  });

  it.each(["cn-northwest-1", "us-gov-west-1", "ap-southeast-4"])(
    "fits into policies of IAM, with the longest name, in %s",
    (longRegion) => {
      const environment = "e".repeat(16);
      const place = { environment, accountId, region: longRegion };
      const partition = partitionOf(longRegion);
      const sizes = Object.entries(deployParts).map(([part, statementsOf]) => {
        const statements = statementsOf({
          ...place,
          stateKeyArn: `arn:${partition}:kms:${longRegion}:${accountId}:key/${"0".repeat(36)}`,
          boundaryArns: [
            policyArn(place, names(place).workloadBoundary),
            policyArn(place, names(place).jobsBoundary),
          ],
        });
        return [part, policyDocument(statements).length] as const;
      });
      // IAM counts 6,144 characters without white space, and attaches ten policies to a role.
      expect(sizes.filter(([, size]) => size > 6144)).toEqual([]);
      expect(sizes.length).toBeLessThanOrEqual(10);
    },
  );
});
