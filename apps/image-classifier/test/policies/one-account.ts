import { AccountStack } from "@pictor/account";
import { arnOf, type ReleaseManifest } from "@pictor/contracts";
import {
  manifestOf,
  type StackJson,
  type SynthesisedPolicy,
  synthesisedPolicies,
} from "@pictor/testing";
import { Testing } from "cdktf";
import { environments } from "../../environments";
import { prod } from "../../environments/prod";
import { DataStack } from "../../src/data-stack";
import type { Environment } from "../../src/environment";
import { JobsStack } from "../../src/jobs-stack";
import { ServiceStack } from "../../src/service-stack";

/** The account and region in which all environments are: nothing but names and tags keeps them apart. */
export const place = { accountId: "123456789012", region: "us-east-1" };

const azs = [`${place.region}a`, `${place.region}b`];
const manifest: ReleaseManifest = { ...manifestOf("b"), previous: manifestOf("a").live };

/** The name of the last one begins like that of another. */
const here = [...environments, { ...prod, name: "prod2" }].map(
  (environment): Environment => ({
    ...environment,
    ...place,
    ...(environment.network.kind === "vpc" && {
      network: { ...environment.network, availabilityZones: azs },
    }),
  }),
);

/** A stack in {@link place}. */
export interface PlacedStack {
  /** Absent: the account's own. */
  readonly environment?: string;
  readonly name: "account" | "data" | "service" | "jobs";
  readonly json: StackJson;
  readonly policies: readonly SynthesisedPolicy[];
}

/** Every stack of every environment, and the account's, as if all were in one account. */
export function stacksOfOneAccount(): readonly PlacedStack[] {
  const account = new AccountStack(
    Testing.app(),
    "account",
    { ...place, state: { kind: "s3" } },
    here.map(({ name }) => ({
      environment: name,
      ...place,
      trust: [{ kind: "roles", names: ["Deployer"] }],
    })),
  );
  return [
    placed({ name: "account" }, Testing.synth(account)),
    ...here.flatMap((environment) => {
      const data = new DataStack(Testing.app(), "data", environment);
      const service = new ServiceStack(Testing.app(), "service", environment, manifest);
      return [
        placed({ environment: environment.name, name: "data" }, Testing.synth(data)),
        placed({ environment: environment.name, name: "service" }, Testing.synth(service)),
        ...(environment.batch || environment.training
          ? [
              placed(
                { environment: environment.name, name: "jobs" },
                Testing.synth(new JobsStack(Testing.app(), "jobs", environment, manifest.live)),
              ),
            ]
          : []),
      ];
    }),
  ];
}

function placed(stack: Pick<PlacedStack, "environment" | "name">, text: string): PlacedStack {
  const json = JSON.parse(text) as StackJson;
  const key = stack.environment ?? "state";
  return { ...stack, json, policies: synthesisedPolicies(json, resolver(json, key)) };
}

/** What Terraform will put in place of a reference, from the resource's own attributes or made up. */
function resolver(json: StackJson, key: string): (reference: string) => string | undefined {
  const attribute = (type: string, name: string, wanted: string) =>
    json.resource?.[type]?.[name]?.[wanted];
  return (reference) => {
    const [type = "", name = "", wanted = ""] = reference.replace(/^data\./, "").split(".");
    const own = attribute(type, name, "name");
    switch (`${type}.${wanted}`) {
      case "aws_kms_key.arn":
      case "aws_kms_alias.target_key_arn":
        return arnOf(place, "kms", `key/${key}`);
      case "aws_cloudwatch_log_group.arn":
        return arnOf(place, "logs", `log-group:${own}`);
      case "aws_sns_topic.arn":
        return arnOf(place, "sns", String(own));
      case "aws_iam_policy.arn":
        return `arn:aws:iam::${place.accountId}:policy/${own}`;
      case "aws_iam_role.arn":
        return `arn:aws:iam::${place.accountId}:role/${own}`;
      case "aws_sagemaker_endpoint_configuration.name":
        // It ends in a hash that Terraform computes.
        return `${String(own).split("${")[0]}0a1b`;
      case "aws_security_group.id":
        return "sg-0a1b";
      case "aws_subnet.id":
        return "subnet-0a1b";
      case "aws_sagemaker_prebuilt_ecr_image.registry_id":
        return "763104351884";
      default:
        return attribute(type, name, wanted) === undefined
          ? undefined
          : String(attribute(type, name, wanted));
    }
  };
}
