import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { decide, type PolicyDocument } from "@pictor/testing";
import { commandActions } from "./command-actions";
import { place, stacksOfOneAccount } from "./one-account";
import type { Calls } from "./prod-resources";
import { providerActions } from "./provider-actions";
import { policiesOfRoles } from "./roles";

const stacks = stacksOfOneAccount();
const deployRole = policiesOfRoles(stacks).find(
  ({ name }) => name === `pictor-prod-${place.region}-deploy`,
);
const keyPolicy = stacks
  .find(({ environment, name }) => environment === "prod" && name === "data")
  ?.policies.find(({ type }) => type === "aws_kms_key")?.document;

const tools = ["cli", "page", "local", "plan-review", "capacity-controller", "jobs"];

/** Condition keys of the calls: the provider's tags on what it makes, and on what is there already. */
const asked = { "aws:RequestTag/Environment": "prod" };
const tagged = { "aws:ResourceTag/Environment": "prod" };
const others = {
  "iam:PermissionsBoundary": `arn:aws:iam::${place.accountId}:policy/pictor-prod-${place.region}-workloads`,
  "application-autoscaling:service-namespace": "sagemaker",
  "kms:GrantIsForAWSResource": "true",
  "aws:ViaAWSService": "true",
  "wafv2:LogDestinationResource": `arn:aws:logs:${place.region}:${place.accountId}:log-group:aws-waf-logs-pictor-prod`,
};
const makers = ["CreateVpc", "CreateSubnet", "CreateFlowLogs", "AuthorizeSecurityGroupEgress"];
const contexts = [
  { ...others, ...tagged },
  { ...others, ...asked, ...tagged },
  ...makers.map((maker) => ({ ...others, ...asked, "ec2:CreateAction": maker })),
];

/** Calls of KMS come through a service: the key's policy allows grants to services only. */
const services = {
  iam: ["events", "lambda", "sagemaker", "scheduler", "states", "vpc-flow-logs"],
  kms: ["lambda", "sagemaker", "s3"],
};

async function refused(identity: PolicyDocument, calls: Calls): Promise<readonly string[]> {
  const asks = calls.flatMap(([resource, list]) => {
    const [service = "", names = ""] = list.split(":");
    return names.split(" ").map((name) => ({ resource, action: `${service}:${name}` }));
  });
  const answers = await Promise.all(
    asks.map(async ({ resource, action }) =>
      (await isAllowed(identity, action, resource)) ? [] : [`${action} on ${resource}`],
    ),
  );
  return answers.flat();
}

async function isAllowed(
  identity: PolicyDocument,
  action: string,
  resource: string,
): Promise<boolean> {
  const [service = ""] = action.split(":");
  const through = service === "iam" || service === "kms" ? services[service] : [""];
  const requests = contexts.flatMap((context) =>
    through.map((name) => ({
      ...context,
      ...(service === "iam" && { "iam:PassedToService": `${name}.amazonaws.com` }),
      ...(service === "kms" && { "kms:ViaService": `${name}.${place.region}.amazonaws.com` }),
    })),
  );
  for (const context of requests) {
    const request = {
      principal: `arn:aws:iam::${place.accountId}:role/${deployRole?.name}`,
      action,
      resource,
      accountId: place.accountId,
      context,
    };
    const answer = await decide(request, {
      identity,
      ...(resource.includes(":key/") && keyPolicy && { resource: keyPolicy }),
    });
    if (answer === "Allowed") return true;
  }
  return false;
}

const identity = deployRole?.identity as PolicyDocument;

describe("the deploy role", () => {
  it("has a line in the table of the provider's calls for every type that is synthesised", () => {
    const types = stacks
      .filter(({ environment }) => environment !== undefined)
      .flatMap(({ json }) => [
        ...Object.keys(json.resource ?? {}),
        ...Object.keys(json.data ?? {}).map((type) => `data.${type}`),
      ]);
    expect(types.filter((type) => providerActions[type] === undefined)).toEqual([]);
    expect(new Set(types).size).toBeGreaterThan(50);
  });

  it.each(Object.entries(providerActions))(
    "may make every call that the provider makes for %s",
    async (_, calls) => {
      expect(await refused(identity, calls)).toEqual([]);
    },
  );

  it("has a line in the table of the tools' calls for every one in their sources", () => {
    const called = new Set(
      tools.flatMap((name) => commandsIn(join(root, "packages", name, "src"))),
    );
    expect([...called].filter((name) => commandActions[name] === undefined)).toEqual([]);
    expect(called.size).toBeGreaterThan(8);
  });

  it.each(Object.entries(commandActions))(
    "may make every call of Pictor's own tools: %s",
    async (_, calls) => {
      expect(await refused(identity, calls)).toEqual([]);
    },
  );

  it.each([
    [
      "CompositeAlarms",
      "arn:aws:cloudwatch:us-east-1:123456789012:alarm:pictor-prod-*",
      "aws_cloudwatch_composite_alarm",
      "cloudwatch:PutCompositeAlarm on *",
    ],
    [
      "FindLogGroups",
      "arn:aws:logs:us-east-1:123456789012:log-group:*",
      "aws_cloudwatch_log_group",
      "logs:DescribeLogGroups on *",
    ],
    [
      "DeleteInterfaces",
      "arn:aws:ec2:us-east-1:123456789012:instance/*",
      "aws_subnet",
      "ec2:DeleteNetworkInterface on ",
    ],
  ])(
    "would be found to lack what moved to another resource: %s",
    async (sid, resource, type, problem) => {
      const moved = {
        ...identity,
        Statement: identity.Statement.map((one) =>
          one.Sid === sid ? { ...one, Resource: resource } : one,
        ),
      };
      expect((await refused(moved, providerActions[type] ?? [])).join("\n")).toContain(problem);
    },
  );
});

const root = join(__dirname, "..", "..", "..", "..");

/** The calls of AWS's SDK that TypeScript sources make, by the names of its commands and paginators. */
function commandsIn(directory: string): readonly string[] {
  return filesIn(directory).flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/new ([A-Z]\w+)Command\(|\bpaginate([A-Z]\w+)\(/g)].map(
      ([, command, paginated]) => command ?? paginated ?? "",
    ),
  );
}

function filesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => join(directory, name));
  } catch {
    // A package of the list that is not there yet.
    return [];
  }
}
