import { manifestOf } from "@pictor/testing";
import { Testing } from "cdktf";
import { environments } from "../environments";
import { DataStack } from "../src/data-stack";
import { JobsStack } from "../src/jobs-stack";
import { ServiceStack } from "../src/service-stack";

/**
 * By which attribute AWS tells two resources apart. Without it the provider invents a random one, so that the deployment
 * after a killed one creates another resource beside the first, which nobody would find.
 */
const nameOf: Readonly<Record<string, string>> = {
  aws_cloudwatch_event_rule: "name",
  aws_cloudwatch_event_target: "target_id",
  aws_cloudwatch_log_group: "name",
  aws_iam_policy: "name",
  aws_iam_role: "name",
  aws_iam_role_policy: "name",
  aws_kms_alias: "name",
  aws_lambda_permission: "statement_id",
  aws_s3_bucket: "bucket",
  aws_sagemaker_endpoint: "name",
  aws_sagemaker_endpoint_configuration: "name",
  aws_sagemaker_model: "name",
  aws_scheduler_schedule: "name",
  aws_sfn_state_machine: "name",
  aws_sns_topic: "name",
};

interface Stack {
  readonly resource: Readonly<
    Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>
  >;
}

const stacks = environments.flatMap((environment) => [
  new DataStack(Testing.app(), "data", environment),
  new ServiceStack(Testing.app(), "service", environment, manifestOf("a")),
  ...(environment.training
    ? [new JobsStack(Testing.app(), "jobs", environment, manifestOf("a").live)]
    : []),
]);

describe("what a killed deployment could create twice", () => {
  it("has a name of Pictor's", () => {
    const nameless = stacks.flatMap((stack) => {
      const { resource }: Stack = JSON.parse(Testing.synth(stack));
      return Object.entries(nameOf).flatMap(([type, attribute]) =>
        Object.entries(resource[type] ?? {})
          .filter(([, attributes]) => attributes[attribute] === undefined)
          .map(([name]) => `${type}.${name}`),
      );
    });
    expect(nameless).toEqual([]);
  });
});
