import { ExistingEndpoint } from "@pictor/inference";
import { InferenceNetwork } from "@pictor/network";
import { synthesise } from "@pictor/testing";
import type { TerraformStack } from "cdktf";
import { addApi, build } from "./stack";

const place = { accountId: "123456789012", region: "eu-central-1" };

interface Statement {
  readonly Sid: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

describe("a PredictFunction of a team that has its own", () => {
  it("tells what a role that exists must allow, each endpoint included, and attaches nothing", () => {
    const size = { kind: "serverless", capacity: "serverless-3072", maxConcurrency: 5 } as const;
    let required = "";
    const out = synthesise((stack) => {
      const existing = (name: string) =>
        new ExistingEndpoint(stack, name, { ...place, endpointName: name.toLowerCase(), size });
      const { predict } = addApi(stack, {
        predict: {
          role: { kind: "existing", roleName: "theirs" },
          endpoints: [existing("One"), existing("Two")],
        },
      });
      required = predict.requiredPolicy();
    });
    const invocations = (JSON.parse(required).Statement as Statement[])
      .filter(({ Action }) => Action === "sagemaker:InvokeEndpoint")
      .map(({ Resource, Sid }) => [Sid, String(Resource).replace(/.*:/, "")]);
    expect(invocations).toEqual([
      ["Invoke", "endpoint/one"],
      ["Invoke2", "endpoint/two"],
    ]);
    expect(out.single("aws_lambda_function").role).toBe("arn:aws:iam::123456789012:role/theirs");
    expect(out.text()).not.toMatch(/"aws_iam_role/);
  });

  it("takes further environment variables, but none of its own", () => {
    const variables = (environment: Record<string, string>) => {
      const { out, predict } = build({ predict: { environment } });
      const made = out.single("aws_lambda_function").environment as { variables: object };
      return { made: made.variables, problems: predict.node.validate() };
    };
    expect(variables({ POWERTOOLS_LOG_LEVEL: "DEBUG" }).made).toMatchObject({
      POWERTOOLS_LOG_LEVEL: "DEBUG",
      TARGETS: expect.stringContaining('"one"'),
    });
    expect(variables({ TARGETS: "[]" })).toMatchObject({
      made: { TARGETS: expect.stringContaining('"one"') },
      problems: ["environment has 'TARGETS', which the function sets itself: leave it out"],
    });
  });

  it("may be in security groups that exist", () => {
    const network = (stack: TerraformStack) =>
      new InferenceNetwork(stack, "Theirs", {
        ...{ ...place, name: "theirs" },
        vpc: {
          ...{ kind: "existing", vpcId: "vpc-1", subnetIds: ["subnet-a", "subnet-b"] },
          ...{ s3: { kind: "existing" }, interfaces: {} },
        },
      });
    const out = synthesise((stack) => {
      const securityGroupIds = ["sg-1a"];
      addApi(stack, {
        predict: { network: { kind: "vpc", network: network(stack), securityGroupIds } },
      });
    });
    expect(out.single("aws_lambda_function").vpc_config).toMatchObject({
      security_group_ids: ["sg-1a"],
    });
    expect(out.text()).not.toMatch(/"aws_(vpc_)?security_group/);
  });
});
