import { arnOf } from "@pictor/contracts";
import {
  type ExpectedAnswer,
  isCaught,
  type PolicyDocument,
  policyMutants,
  roleProblems,
  type SynthesisedPolicy,
  statementProblems,
  wrongAnswers,
} from "@pictor/testing";
import { place } from "./stack";

/** An action, what it acts on, and the context of the request. */
export type Asked = readonly [
  action: string,
  resource: string,
  context?: Readonly<Record<string, string>>,
];

/** Rows of a table of permissions: what a role asks for, and whether it must be allowed. */
export function rowsOf(
  role: string,
  asked: readonly Asked[],
  answer: "yes" | "no",
): readonly ExpectedAnswer[] {
  const { accountId } = place;
  return asked.map(([action, resource, context = {}]) => ({
    principal: `arn:aws:iam::${accountId}:role/${role}`,
    ...{ action, resource, accountId, context, answer },
  }));
}

/** ARN of something in the stack's account and region. */
export const at = (service: string, id: string): string => arnOf(place, service, id);

/** ARN of an object of the stack's bucket. */
export const object = (key: string): string => `arn:aws:s3:::pictures-payloads/${key}`;

/** The identity policies that a test chooses, as one. */
export function joinPolicies(
  policies: readonly SynthesisedPolicy[],
  isChosen: (policy: SynthesisedPolicy) => boolean,
): PolicyDocument {
  const found = policies.filter((policy) => policy.kind === "identity" && isChosen(policy));
  expect(found.length).toBeGreaterThan(0);
  return { Version: "2012-10-17", Statement: found.flatMap(({ document }) => document.Statement) };
}

/** What a machine's role needs in order to write logs and traces. */
const observation: readonly Asked[] = [
  "logs:CreateLogDelivery logs:DeleteLogDelivery logs:DescribeLogGroups logs:DescribeResourcePolicies",
  "logs:GetLogDelivery logs:ListLogDeliveries logs:PutResourcePolicy logs:UpdateLogDelivery",
  "xray:GetSamplingRules xray:GetSamplingTargets xray:PutTelemetryRecords xray:PutTraceSegments",
].flatMap((actions) => actions.split(" ").map((action): Asked => [action, "*"]));

/** What no machine may do. */
const neverAllowed: readonly Asked[] = [
  ["logs:DeleteLogGroup", "*"],
  ["xray:GetTraceSummaries", "*"],
];

/** A machine's role and what is expected of it. */
export interface MachineRoleCase {
  readonly role: PolicyDocument;
  readonly roleName: string;
  /** The machine's definition. */
  readonly definition: object;
  /** By service integration: what it takes. */
  readonly needs: Readonly<Record<string, readonly Asked[]>>;
  readonly forbidden: readonly Asked[];
  /** Mutants of the policy that change nothing. */
  readonly changesNothing: readonly string[];
}

/** The tests of a machine's role. */
export function describeMachineRole({
  changesNothing,
  definition,
  forbidden,
  needs,
  role,
  roleName,
}: MachineRoleCase): void {
  const rows = [
    ...rowsOf(roleName, [...Object.values(needs).flat(), ...observation], "yes"),
    ...rowsOf(roleName, [...forbidden, ...neverAllowed], "no"),
  ];

  it("may call what the machine calls, and nothing of others", async () => {
    expect(await wrongAnswers(rows, () => ({ identity: role }))).toEqual([]);
  });

  it("has a row for each service that the machine calls", () => {
    const called = [...JSON.stringify(definition).matchAll(/"arn:aws:states:::([^"]+)"/g)].map(
      ([, name]) => name,
    );
    expect([...new Set(called)].sort()).toEqual(Object.keys(needs).sort());
  });

  it("has no permission that the table would not miss, and none that is wider unnoticed", async () => {
    const unnoticed: string[] = [];
    for (const { change, policy } of policyMutants(role)) {
      if (!(await isCaught(rows, () => ({ identity: policy })))) unnoticed.push(change);
    }
    expect(unnoticed).toEqual(changesNothing);
  });

  it("has only statements that apply, and what its actions take besides", async () => {
    expect((await Promise.all(role.Statement.map(statementProblems))).flat()).toEqual([]);
    expect(await roleProblems(role)).toEqual([]);
  });
}
