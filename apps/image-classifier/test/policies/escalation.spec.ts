import {
  type PolicyDocument,
  type PolicyEntry,
  type Step,
  stepsFrom,
  stepText,
  waysOut,
} from "@pictor/testing";
import { type PlacedStack, place, stacksOfOneAccount } from "./one-account";
import { strangers, worldOf } from "./world";

const stacks = stacksOfOneAccount();
const environments = [...new Set(stacks.flatMap(({ environment }) => environment ?? []))];

async function stepsOf(
  environment: string,
  all: readonly PlacedStack[] = stacks,
  isEnough?: (step: Step) => boolean,
) {
  const { identities, targets, deployRole } = worldOf(all, environment, strangers);
  const start = deployRole(environment);
  const steps = await stepsFrom(start, identities, targets, place.accountId, isEnough);
  return { start, steps, out: waysOut(start, steps) };
}

describe("the deploy role of an environment", () => {
  it.each(environments)(
    "finds no way out of it, by whatever it makes or becomes: %s",
    async (environment) => {
      expect((await stepsOf(environment)).out).toEqual([]);
    },
    180_000,
  );

  it("can become every role that its environment runs something as: so the ways are seen", async () => {
    const { steps } = await stepsOf("prod");
    const roles = steps.flatMap(({ target }) => target.actsAs ?? []);
    const own = worldOf(stacks, "prod", []).identities.filter(({ owner }) => owner === "prod");
    expect(own.length).toBeGreaterThan(3);
    for (const { arn } of own.filter((one) => one.boundary)) expect(roles).toContain(arn);
    const names = steps.map(({ target, action }) => `${target.name} ${action}`);
    expect(names).toContain(
      `function arn:aws:lambda:${place.region}:${place.accountId}:function:pictor-prod-predict lambda:AddPermission`,
    );
    expect(names.some((name) => name.startsWith("endpoint "))).toBe(true);
  }, 180_000);
});

/** One environment, another whose name begins alike, the account and strangers: as much as a mistake needs. */
const few = stacks.filter(({ environment = "prod" }) => /^prod/.test(environment));

type Change = (statement: PolicyEntry) => PolicyEntry;

/** A policy of `prod` with one statement changed. */
function broken(policyName: string, sid: string, change: Change): readonly PlacedStack[] {
  let changed = 0;
  const rewritten = (document: PolicyDocument): PolicyDocument => ({
    ...document,
    Statement: document.Statement.map((statement) => {
      if (statement.Sid !== sid) return statement;
      changed += 1;
      return change(statement);
    }),
  });
  const all = few.map((stack) => ({
    ...stack,
    policies: stack.policies.map((policy) =>
      policy.attributes.name === `pictor-prod-${place.region}-${policyName}`
        ? { ...policy, document: rewritten(policy.document) }
        : policy,
    ),
  }));
  if (changed !== 1) throw new Error(`${policyName} has ${changed} statements '${sid}'`);
  return all;
}

const anywhere: Change = (statement) => ({ ...statement, Resource: "*" });
const anyOf =
  (service: string): Change =>
  (statement) => ({ ...statement, Action: `${service}:*`, Resource: "*" });
const whenever: Change = ({ Condition: _, ...statement }) => statement;
const without =
  (operator: string): Change =>
  (statement) => {
    const { [operator]: _, ...Condition } = statement.Condition as Record<string, object>;
    return { ...statement, Condition };
  };
const allowing =
  (...actions: readonly string[]): Change =>
  ({ Condition: _, ...statement }) => ({ ...statement, Action: actions });

/** What one careless line would open, and what it would lead to. */
const mistakes: readonly (readonly [string, string, string, Change, string])[] = [
  [
    "the boundary allows Lambda everywhere",
    "workloads",
    "UseEndpoints",
    anyOf("lambda"),
    "function arn:aws:lambda:us-east-1:123456789012:function:pictor-prod2-predict of prod2 (lambda:AddPermission)",
  ],
  [
    "the boundary allows every endpoint",
    "workloads",
    "UseEndpoints",
    anywhere,
    "(sagemaker:DeleteEndpoint)",
  ],
  ["the boundary allows every object", "workloads", "UseObjects", anywhere, ".tfstate of "],
  ["the boundary allows every key", "workloads", "UseKey", whenever, "(kms:Decrypt)"],
  ["the boundary allows every log", "workloads", "WriteLogs", anywhere, "(logs:PutLogEvents)"],
  [
    "the boundary lets a role become others",
    "workloads",
    "WriteLogs",
    (statement) => anywhere(whenever(allowing("sts:AssumeRole")(statement))),
    "(sts:AssumeRole)",
  ],
  [
    "the boundary allows IAM",
    "workloads",
    "WriteLogs",
    (statement) => anyOf("iam")(whenever(statement)),
    "(iam:AttachRolePolicy)",
  ],
  [
    "the boundary hands over every role",
    "workloads",
    "WriteLogs",
    (statement) => anywhere(whenever(allowing("iam:PassRole")(statement))),
    "(iam:PassRole)",
  ],
  ["every role may be handed over", "deploy-roles", "PassRoles", anywhere, "(iam:PassRole)"],
  [
    "every environment's roles may be handed over",
    "deploy-roles",
    "PassRoles",
    (statement) => ({ ...statement, Resource: "arn:aws:iam::123456789012:role/pictor-*" }),
    "(iam:PassRole)",
  ],
  [
    "roles need no boundary",
    "deploy-roles",
    "ChangeBoundedRoles",
    whenever,
    "a new role without the environment's boundary of account (iam:CreateRole)",
  ],
  [
    "boundaries may be exchanged",
    "deploy-roles",
    "SeeRoles",
    allowing("iam:PutRolePermissionsBoundary"),
    "without its boundary of account (iam:PutRolePermissionsBoundary)",
  ],
  [
    "boundaries may be taken off",
    "deploy-roles",
    "SeeRoles",
    allowing("iam:DeleteRolePermissionsBoundary"),
    "without its boundary of account (iam:DeleteRolePermissionsBoundary)",
  ],
  [
    "the boundary's own policy may be changed",
    "deploy-roles",
    "SeeRoles",
    (statement) => ({
      ...statement,
      Action: "iam:CreatePolicyVersion",
      Resource: "arn:aws:iam::123456789012:policy/pictor-prod-*",
    }),
    "policy workloads of prod of account (iam:CreatePolicyVersion)",
  ],
  [
    "another environment's code may be replaced",
    "deploy-service",
    "Functions",
    (statement) => ({ ...statement, Action: "lambda:UpdateFunctionCode", Resource: "*" }),
    "(lambda:UpdateFunctionCode)",
  ],
  [
    "a name that only begins alike is enough",
    "deploy-service",
    "Functions",
    (statement) => ({
      ...statement,
      Resource: "arn:aws:lambda:us-east-1:123456789012:function:pictor-prod*",
    }),
    "function:pictor-prod2-predict of prod2",
  ],
  [
    "every endpoint may be deployed to",
    "deploy-service",
    "Models",
    anywhere,
    "(sagemaker:DeleteEndpoint)",
  ],
  ["every model may be made", "deploy-service", "Models", anywhere, "(sagemaker:CreateModel)"],
  [
    "every state may be read",
    "deploy-data",
    "KeepState",
    (statement) => ({
      ...statement,
      Resource: "arn:aws:s3:::pictor-state-123456789012-us-east-1/*",
    }),
    "account.tfstate of account (s3:GetObject)",
  ],
  ["every bucket is its own", "deploy-data", "OwnBuckets", anywhere, "(s3:DeleteBucket)"],
  ["a key needs no tag", "deploy-data", "OwnKey", whenever, "(kms:CreateAlias)"],
  [
    "a key that is in use may be tagged",
    "deploy-data",
    "TagNewKey",
    without("Null"),
    "(kms:TagResource)",
  ],
  ["a network needs no tag", "deploy-network", "OwnNetwork", whenever, "(ec2:DeleteTags)"],
  ["a flow log needs no tag", "deploy-network", "OwnNetwork", whenever, "(ec2:DeleteFlowLogs)"],
  ["every alias is its own", "deploy-data", "OwnAlias", anywhere, "(kms:DeleteAlias)"],
  [
    "anything may be tagged",
    "deploy-network",
    "TagNew",
    (statement) => ({
      ...statement,
      Condition: { StringEquals: { "aws:RequestTag/Environment": "prod" } },
    }),
    "(ec2:CreateTags)",
  ],
  [
    "every security group may be closed",
    "deploy-network",
    "CloseSecurityGroups",
    whenever,
    "(ec2:RevokeSecurityGroupEgress)",
  ],
  [
    "every API is its own",
    "deploy-gateway",
    "NoApiOfOthers",
    (statement) => ({ ...statement, Action: "apigateway:POST" }),
    "(apigateway:DELETE)",
  ],
  [
    "every function may be called",
    "deploy-capacity",
    "CallController",
    anywhere,
    "(lambda:InvokeFunction)",
  ],
  [
    "every parameter is its own",
    "deploy-capacity",
    "KeepParameters",
    anywhere,
    "(ssm:DeleteParameter)",
  ],
  [
    "every schedule is its own",
    "deploy-capacity",
    "KeepSchedule",
    anywhere,
    "(scheduler:CreateSchedule)",
  ],
  [
    "every scaling is its own",
    "deploy-scaling",
    "ScaleEndpoints",
    without("StringEquals"),
    "(application-autoscaling:DeregisterScalableTarget)",
  ],
];

describe("a careless line in a policy of prod", () => {
  it.each(mistakes)(
    "is caught: %s",
    async (_, policy, sid, change, way) => {
      const isWay = (step: Step) => step.target.owner !== "prod" && stepText(step).includes(way);
      const { out } = await stepsOf("prod", broken(policy, sid, change), isWay);
      expect(out).toContainEqual(expect.stringContaining(way));
    },
    180_000,
  );
});
