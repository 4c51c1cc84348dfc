import {
  accountKeyPolicy,
  everything,
  type PolicyDocument,
  policyMutants,
  type Synthesised,
  synthesise,
  wrongAnswers,
} from "@pictor/testing";
import { InferenceNetwork } from "../src";
import type { InterfaceService } from "../src/endpoint-services";
import { endpoint, place, policyOf, props, services } from "./fixture";

const networkWith = (interfaceEndpoints: readonly InterfaceService[]): Synthesised =>
  synthesise((stack) => {
    new InferenceNetwork(stack, "Network", { ...props, interfaceEndpoints });
  });
const withEverything = networkWith(services);
const withoutImages = networkWith(services.filter((service) => service !== "ecr.dkr"));

const interfacePolicy = (service: InterfaceService): PolicyDocument => {
  const name = `${props.name}-${service.replaceAll(".", "-")}`;
  const found = withEverything
    .resources("aws_vpc_endpoint")
    .find(({ tags }) => (tags as { Name: string }).Name === name);
  if (found === undefined) throw new Error(`no endpoint ${name}`);
  return policyOf(found);
};
const other = "999999999999";

/** Action, resource, and who gets it through the endpoint: a role of this account, of another, or nobody. */
type Row = readonly [action: string, resource: string, through: "own" | "all" | "none"];

const arn = (service: string, resource: string, account = place.accountId): string =>
  `arn:aws:${service}:eu-central-1:${account}:${resource}`;

/** What a service offers that knows no resources, which only a statement about all of them meets. */
function unscoped(service: string, actions: readonly string[]): readonly Row[] {
  return actions.map((action) => [`${service}:${action}`, "*", "own"]);
}

const role = (account: string) => `arn:aws:iam::${account}:role/r`;
const tables: Readonly<Record<InterfaceService, readonly Row[]>> = {
  "sagemaker.runtime": [
    ["sagemaker:InvokeEndpoint", arn("sagemaker", "endpoint/e"), "own"],
    ["sagemaker:InvokeEndpoint", arn("sagemaker", "endpoint/e", other), "none"],
    ["sagemaker:DeleteEndpoint", arn("sagemaker", "endpoint/e"), "none"],
  ],
  "sagemaker.api": [
    ["sagemaker:DeleteEndpoint", arn("sagemaker", "endpoint/e"), "own"],
    ["sagemaker:DeleteEndpoint", arn("sagemaker", "endpoint/e", other), "none"],
    ...unscoped("sagemaker", [
      "ListEndpointConfigs",
      "ListEndpoints",
      "ListModels",
      "ListTrainingJobs",
      "ListTransformJobs",
    ]),
    ["sagemaker:ListDomains", "*", "none"],
  ],
  logs: [
    ["logs:PutLogEvents", arn("logs", "log-group:g:log-stream:s"), "own"],
    ["logs:PutLogEvents", arn("logs", "log-group:g:log-stream:s", other), "none"],
    ...unscoped("logs", ["DescribeLogGroups", "DescribeQueries", "StopQuery"]),
    ["logs:PutResourcePolicy", "*", "none"],
  ],
  monitoring: [
    ...unscoped("cloudwatch", [
      "DescribeAlarmsForMetric",
      "GetMetricData",
      "GetMetricStatistics",
      "ListMetrics",
      "PutMetricData",
    ]),
    ["cloudwatch:DeleteAnomalyDetector", "*", "none"],
    ["cloudwatch:DeleteMetricStream", arn("cloudwatch", "metric-stream/s"), "none"],
    ["cloudwatch:DeleteAlarms", arn("cloudwatch", "alarm:a"), "own"],
    ["cloudwatch:DeleteAlarms", arn("cloudwatch", "alarm:a", other), "none"],
  ],
  kms: [
    ["kms:Decrypt", arn("kms", "key/k"), "own"],
    ["kms:Decrypt", arn("kms", "key/k", other), "none"],
    ...unscoped("kms", ["GenerateRandom", "ListAliases", "ListKeys"]),
    ["kms:CreateKey", "*", "none"],
  ],
  sts: [
    ["sts:AssumeRole", role(place.accountId), "own"],
    ["sts:AssumeRole", role(other), "none"],
    ["sts:SetSourceIdentity", role(place.accountId), "none"],
    ...unscoped("sts", ["DecodeAuthorizationMessage"]),
    ["sts:GetSessionToken", "*", "none"],
  ],
  "ecr.api": [
    ["ecr:BatchGetImage", arn("ecr", "repository/r"), "own"],
    ["ecr:BatchGetImage", arn("ecr", "repository/r", other), "none"],
    ...unscoped("ecr", ["GetAuthorizationToken"]),
    ["ecr:PutRegistryPolicy", "*", "none"],
  ],
  "ecr.dkr": [
    ["ecr:BatchGetImage", arn("ecr", "repository/r"), "own"],
    ["ecr:BatchGetImage", arn("ecr", "repository/r", other), "none"],
    ...unscoped("ecr", ["GetAuthorizationToken"]),
    ["ecr:PutRegistryPolicy", "*", "none"],
  ],
};

const s3: readonly Row[] = [
  ["s3:GetObject", "arn:aws:s3:::models/x", "own"],
  ["s3:PutObject", "arn:aws:s3:::models/x", "own"],
];
const layers = "arn:aws:s3:::prod-eu-central-1-starport-layer-bucket/x";
const pulls: readonly Row[] = [
  ["s3:GetObject", layers, "all"],
  ["s3:PutObject", layers, "none"],
];

/** The rows that come out otherwise than expected. */
function wrong(
  policy: PolicyDocument,
  rows: readonly Row[],
  resourceAccount = place.accountId,
): Promise<readonly string[]> {
  const asked = rows.flatMap(([action, resource, through]) =>
    [place.accountId, other].map((account) => ({
      principal: role(account),
      action,
      resource,
      // The caller's own account: whether another account's resource lets it in is not asked here.
      accountId: account,
      context: { "aws:ResourceAccount": resourceAccount },
      answer:
        through === "all" || (through === "own" && account === place.accountId)
          ? ("yes" as const)
          : ("no" as const),
    })),
  );
  return wrongAnswers(asked, ({ action, accountId }) => ({
    identity: everything,
    vpcEndpoint: policy,
    ...(action.startsWith("kms:") && { resource: accountKeyPolicy(accountId) }),
  }));
}

/** Statements for somebody in particular, with which the evaluator refuses an endpoint's policy: conditions choose. */
const named = ({ Statement }: PolicyDocument) =>
  Statement.filter(({ Principal }) => Principal !== "*");

describe.each(services)("the policy of the %s endpoint, evaluated", (service) => {
  const policy: PolicyDocument = interfacePolicy(service);
  const rows = tables[service];

  it("lets this account's principals to this account's resources, and nobody else", async () => {
    expect(await wrong(policy, rows)).toEqual([]);
  });

  // Who one is the evaluator tells everybody: see the test of its own.
  const mutants = policyMutants(policy).filter(
    ({ change }) => change !== 'OwnPrincipals: Action is ["sts:DecodeAuthorizationMessage"]',
  );
  it.each(mutants.map(({ change, policy: mutant }) => [change, mutant] as const))(
    "would be found broken: %s",
    async (_, mutant) => {
      const found = named(mutant).length > 0 ? named(mutant) : await wrong(mutant, rows);
      expect(found).not.toEqual([]);
    },
  );
});

describe("the policy of the sts endpoint", () => {
  it("lets this account's principals ask who they are, which needs no other policy", () => {
    expect(interfacePolicy("sts").Statement[1]).toMatchObject({
      Effect: "Allow",
      Action: ["sts:DecodeAuthorizationMessage", "sts:GetCallerIdentity"],
      Resource: ["*"],
      Condition: { StringEquals: { "aws:PrincipalAccount": place.accountId } },
    });
  });
});

describe("the policy of the S3 endpoint, evaluated", () => {
  const closed: PolicyDocument = policyOf(endpoint(withoutImages, "Gateway"));
  const pulling: PolicyDocument = policyOf(endpoint(withEverything, "Gateway"));
  const foreign = s3.map(([action, resource]) => [action, resource, "none"] as const);

  it("lets this account's principals to this account's buckets, and to no others", async () => {
    expect(await wrong(closed, s3)).toEqual([]);
    expect(await wrong(closed, foreign, other)).toEqual([]);
  });

  it("lets image layers through, for reading, only where images can be pulled", async () => {
    expect(await wrong(pulling, pulls, other)).toEqual([]);
    expect(await wrong(closed, [["s3:GetObject", layers, "none"]], other)).toEqual([]);
  });

  it.each(policyMutants(pulling).map(({ change, policy: mutant }) => [change, mutant] as const))(
    "would be found broken: %s",
    async (_, mutant) => {
      const found =
        named(mutant).length > 0
          ? named(mutant)
          : [
              ...(await wrong(mutant, s3)),
              ...(await wrong(mutant, foreign, other)),
              ...(await wrong(mutant, pulls, other)),
            ];
      expect(found).not.toEqual([]);
    },
  );
});
