import { manifestOf, Synthesised } from "@pictor/testing";
import { Testing } from "cdktf";
import { dev } from "../environments/dev";
import { prod } from "../environments/prod";
import { staging } from "../environments/staging";
import { DataStack } from "../src/data-stack";
import { type Environment, environmentSchema } from "../src/environment";
import { namesOf } from "../src/environment-stack";
import { ServiceStack } from "../src/service-stack";
import { billOf } from "./bills";

const capturing = (environment: Environment): Environment => ({
  ...environment,
  dataCapture: { samplingPercent: 10 },
});
const service = (environment: Environment) =>
  new Synthesised(
    Testing.synth(new ServiceStack(Testing.app(), "service", environment, manifestOf("a"))),
  );
const bucketsOf = (environment: Environment) =>
  new Synthesised(Testing.synth(new DataStack(Testing.app(), "data", environment)))
    .resources("aws_s3_bucket")
    .map(({ bucket }) => bucket);
const captures = (stack: Synthesised) =>
  stack
    .resources("aws_sagemaker_endpoint_configuration")
    .map(({ data_capture_config }) => data_capture_config)
    .filter((config) => config !== undefined);

describe.each([
  ["prod", prod],
  ["staging", staging],
])("data capture of %s", (_, environment) => {
  const { endpoints, payloadBucket } = namesOf(environment);
  const prefix = `capture/${endpoints.realTime}/`;

  it("is off unless the environment chooses it", () => {
    expect(captures(service(environment))).toEqual([]);
    expect(bucketsOf(environment)).not.toContain(payloadBucket);
  });

  it("keeps a share of the requests on instances in the payload store, which the data stack then has", () => {
    const stack = service(capturing(environment));
    expect(captures(stack)).toEqual([
      expect.objectContaining({
        enable_capture: true,
        initial_sampling_percentage: 10,
        destination_s3_uri: `s3://${payloadBucket}/${prefix}`,
      }),
    ]);
    expect(bucketsOf(capturing(environment))).toContain(payloadBucket);
  });

  it("lets the model's role write below its own prefix, with the environment's key", () => {
    const policy = service(capturing(environment))
      .resources("aws_iam_role_policy")
      .map(({ policy: text }) => String(text))
      .find((text) => text.includes(payloadBucket));
    const { Statement } = JSON.parse(policy ?? "{}") as {
      Statement: readonly { Action: string | string[]; Resource: string }[];
    };
    const actions = Statement.flatMap(({ Action }) => Action).sort();
    // An upload in parts decrypts the data key that its first part was encrypted with.
    expect(actions).toEqual([
      ...["kms:Decrypt", "kms:GenerateDataKey", "s3:AbortMultipartUpload", "s3:PutObject"],
    ]);
    expect(policy).toContain(`${payloadBucket}/${prefix}*`);
  });

  it("has a line in the bill", () => {
    const items = (bill: ReturnType<typeof billOf>) => bill.lines.map(({ item }) => item);
    expect(items(billOf(capturing(environment)))).toContain("captured requests");
    expect(items(billOf(environment))).not.toContain("captured requests");
  });
});

it("is refused of a serverless environment", () => {
  const { error } = environmentSchema.safeParse(capturing(dev));
  expect(error?.issues).toEqual([
    expect.objectContaining({
      path: ["dataCapture"],
      message: expect.stringContaining("SageMaker captures no data of serverless endpoints"),
    }),
  ]);
});

it.each([0, 101, 1.5])("is refused of %s percent", (samplingPercent) => {
  expect(environmentSchema.safeParse({ ...prod, dataCapture: { samplingPercent } }).success).toBe(
    false,
  );
});
