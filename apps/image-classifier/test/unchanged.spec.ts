import { identityChanges, manifestOf, stackIdentities } from "@pictor/testing";
import { Testing } from "cdktf";
import { environments } from "../environments";
import { DataStack } from "../src/data-stack";
import { namesOf } from "../src/environment-stack";
import { ServiceStack } from "../src/service-stack";
import before from "./deployed-stacks.json";

/** A difference from the stacks that are deployed, with the reason why it is intended. */
interface Intended {
  /** @default - any */
  readonly stack?: RegExp;
  readonly address: RegExp;
  readonly attribute: string;
  readonly reason: string;
}

const severalRegions = "an account's second region must not take the first one's name";

const intended: readonly Intended[] = [
  {
    stack: /-data$/,
    address: /^aws_s3_bucket_policy\.Models_/,
    attribute: "policy",
    reason: "the model of batches reads releases as a role of its own",
  },
  {
    stack: /^dev-data$/,
    address: /\.Payloads_/,
    attribute: "address",
    reason: "dev runs jobs, whose inputs and results need a payload store",
  },
  {
    stack: /^dev-data$/,
    address: /^aws_s3_bucket_policy\.Logs_/,
    attribute: "policy",
    reason: "the bucket receives the payload store's access log as well",
  },
  { address: /^aws_budgets_budget\./, attribute: "name", reason: severalRegions },
  {
    address: /^aws_iam_role_policy\.\w+_FlowLog_/,
    attribute: "policy",
    reason: "DescribeLogGroups has no resource, and allowed nothing on an ARN",
  },
  { address: /^aws_cloudwatch_dashboard\./, attribute: "dashboard_name", reason: severalRegions },
  {
    address: /^aws_appautoscaling_(target|policy)\.Endpoint_Scaling(MlM5Xlarge|MlC5Large)_/,
    attribute: "address",
    reason:
      "prod and staging moved to ml.c5.large for the budget of 220 dollars; SageMaker refuses another type for a registered variant, so the target goes and comes back. In staging the capacity controller registers it",
  },
  {
    stack: /^staging$/,
    address: /^aws_sagemaker_endpoint\.Endpoint_/,
    attribute: "address",
    reason: "staging became adaptive: the capacity controller makes its endpoint on instances",
  },
  {
    stack: /^staging$/,
    address: /\.(Serverless|Controller)_|\.pictor_staging_capacity_|_InvokeServerless_/,
    attribute: "address",
    reason: "staging became adaptive: a serverless endpoint beside the other, and a controller",
  },
  {
    stack: /^staging$/,
    address:
      /\.Monitoring_(Endpoint|RealTime|Serverless|Capacity|SymptomCapacity|PredictBreaker2|PredictFallbacks)/,
    attribute: "address",
    reason: "alarms are named after one of two endpoints, and watch the controller",
  },
];

/** Those that were deployed when the stacks were written down; a new one has nothing to keep. */
const deployed = environments.filter(({ name }) => Object.hasOwn(before, name));

const changes = deployed.flatMap((environment) => {
  const { stacks } = namesOf(environment);
  const synthesised = {
    [stacks.data]: new DataStack(Testing.app(), stacks.data, environment),
    [stacks.service]: new ServiceStack(Testing.app(), stacks.service, environment, manifestOf("a")),
  };
  return Object.entries(synthesised).flatMap(([name, stack]) =>
    identityChanges(before[name as keyof typeof before], stackIdentities(Testing.synth(stack))).map(
      (change) => ({ stack: name, ...change }),
    ),
  );
});

const explains = (row: Intended, change: (typeof changes)[number]): boolean =>
  (row.stack?.test(change.stack) ?? true) &&
  row.address.test(change.address) &&
  row.attribute === change.attribute;

describe("an environment that is deployed", () => {
  it("keeps every address, name and policy: a refactoring replaces no resource", () => {
    expect(changes.filter((change) => !intended.some((row) => explains(row, change)))).toEqual([]);
  });

  it("differs where its owner was told why, and nowhere else", () => {
    const stale = intended.filter((row) => !changes.some((change) => explains(row, change)));
    expect(stale).toEqual([]);
  });

  it("is compared in all of its stacks", () => {
    expect(Object.keys(before)).toHaveLength(deployed.length * 2);
    for (const stack of Object.values(before)) {
      expect(Object.keys(stack).length).toBeGreaterThan(5);
    }
  });
});
