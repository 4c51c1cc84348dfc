import {
  accountKeyPolicy,
  type ExpectedAnswer,
  isCaught,
  type PolicyDocument,
  policyMutants,
  wrongAnswers,
} from "@pictor/testing";
import { tables } from "./deploy-table";
import { accountId, policyNamed, region } from "./fixture";

const parts = Object.fromEntries(
  Object.keys(tables).map((part) => [part, policyNamed(`DeployProd_${part}_`)]),
);

const policiesOf =
  (...identity: readonly PolicyDocument[]) =>
  ({ action }: { readonly action: string }) => ({
    identity: {
      Version: "2012-10-17",
      Statement: identity.flatMap(({ Statement }) => Statement),
    },
    ...(action.startsWith("kms:") && { resource: accountKeyPolicy(accountId) }),
  });

/**
 * No other action of KMS is about aliases, no other of IAM knows to whom a role is passed, no other about scalable
 * targets knows their namespace, and no other of WAF is about stages or knows where a log goes.
 */
const changeNothing = [
  'OwnAlias: Action is "kms:*"',
  'PassRoles: Action is "iam:*"',
  'FirewallOfStages: Action is "wafv2:*"',
  'LogFirewall: Action is "wafv2:*"',
  'ScaleEndpoints: Action is "application-autoscaling:*"',
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

  it.each(Object.entries(parts))("fits into one policy of IAM: %s", (_, policy) => {
    // Longest name, account and region leave no more than this: IAM takes 6,144 characters.
    expect(JSON.stringify(policy).length).toBeLessThan(5000);
  });
});
