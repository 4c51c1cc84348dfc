import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { limits, targetListSchema } from "@pictor/contracts";
import type { Synthesised } from "@pictor/testing";
import { build, encryptionKey, messages, release } from "./stack";

const row = {
  ...{ target: "ml.m5.xlarge", rps: 1, p50Ms: 1, p99Ms: 1 },
  ...{ date: "2026-11-01", on: "aws" as const },
};

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: object;
}

const statements = (out: Synthesised): Statement[] =>
  out
    .resources("aws_iam_role_policy")
    .filter(({ name }) => name === "run")
    .flatMap(({ policy }) => JSON.parse(String(policy)).Statement);

describe("PredictFunction", () => {
  it("runs the zip that the build made, and says so by its hash", () => {
    const { out } = build();
    const zip = readFileSync(join(__dirname, "..", "dist", "lambda", "predict.zip"));
    expect(out.single("aws_lambda_function")).toMatchObject({
      filename: expect.stringMatching(/predict\.zip$/),
      source_code_hash: createHash("sha256").update(zip).digest("base64"),
      runtime: "nodejs22.x",
      handler: "index.handler",
      timeout: 28,
      kms_key_arn: encryptionKey.arn,
      tracing_config: { mode: "Active" },
    });
  });

  it("knows its endpoints in the order given, and may invoke each", () => {
    const { out, granted } = build({ targets: [{}, { name: "two", kind: "serverless" }] });
    const { environment } = out.single("aws_lambda_function");
    const { TARGETS } = (environment as { variables: { TARGETS: string } }).variables;
    expect(targetListSchema.parse(JSON.parse(TARGETS)).map(({ name }) => name)).toEqual([
      "one",
      "two",
    ]);
    expect(granted).toEqual(["one to test/Predict/Role", "two to test/Predict/Role"]);
  });

  it("has its encrypted log and its policies before anybody calls it", () => {
    const { out } = build();
    const lambda = out.single("aws_lambda_function");
    const logs = out.resources("aws_cloudwatch_log_group");
    expect(logs).toContainEqual({
      name: "/aws/lambda/pictor-test-predict",
      retention_in_days: 30,
      kms_key_id: encryptionKey.arn,
    });
    expect(lambda.logging_config).toMatchObject({
      log_format: "JSON",
      log_group: expect.stringContaining("aws_cloudwatch_log_group.Predict_Logs"),
    });
    expect(lambda.depends_on).toContainEqual(expect.stringMatching(/^aws_iam_role_policy\./));
  });

  it("may write its own log and traces and read its own variables, and nothing else outside a network", () => {
    const { out } = build();
    expect(statements(out).map(({ Action, Resource }) => [Action, Resource])).toEqual([
      [
        ["logs:CreateLogStream", "logs:PutLogEvents"],
        "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/pictor-test-predict:*",
      ],
      [["xray:PutTelemetryRecords", "xray:PutTraceSegments"], "*"],
      ["kms:Decrypt", encryptionKey.arn],
    ]);
    expect(statements(out).at(-1)?.Condition).toEqual({
      StringEquals: {
        "kms:EncryptionContext:aws:lambda:FunctionArn":
          "arn:aws:lambda:eu-central-1:123456789012:function:pictor-test-predict",
      },
    });
    expect(out.single("aws_lambda_function")).not.toHaveProperty("vpc_config");
  });

  it("can be nobody else's role", () => {
    const role = build().out.single("aws_iam_role");
    expect(JSON.parse(String(role.assume_role_policy)).Statement).toEqual([
      {
        Sid: "OwnAccount",
        Effect: "Allow",
        Action: "sts:AssumeRole",
        Principal: { Service: "lambda.amazonaws.com" },
        Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
      },
    ]);
  });

  it("reaches SageMaker's endpoint and nothing else from within a network", () => {
    const { out } = build({ vpc: true });
    const rules = out.addresses().filter((address) => address.includes("egress_rule.Predict_"));
    expect(rules).toEqual([expect.stringContaining("ToSagemakerRuntime")]);
    const lambda = out.single("aws_lambda_function");
    expect(lambda.depends_on).toContain(rules[0]);
    expect((lambda.vpc_config as { subnet_ids: string[] }).subnet_ids).toHaveLength(2);
  });

  it("leaves network interfaces to Lambda: its own code may not touch them", () => {
    const { out } = build({ vpc: true });
    const ec2 = statements(out).filter(({ Action }) => String(Action).includes("ec2:"));
    const [denied] = ec2.filter(({ Effect }) => Effect === "Deny");
    expect(denied?.Condition).toEqual({
      ArnEquals: {
        "lambda:SourceFunctionArn":
          "arn:aws:lambda:eu-central-1:123456789012:function:pictor-test-predict",
      },
    });
    const allowed = ec2.filter(({ Effect }) => Effect === "Allow").flatMap(({ Action }) => Action);
    expect([...(denied?.Action ?? [])].sort()).toEqual([...allowed].sort());
    const unbound = ec2.filter(({ Effect, Resource }) => Effect === "Allow" && Resource === "*");
    expect(
      unbound.flatMap(({ Action }) => Action).filter((a) => !a.startsWith("ec2:Describe")),
    ).toEqual([]);
  });

  it("takes the concurrency that its peak needs, by measured latency where there is one", () => {
    const reserved = (p99Ms?: number) => {
      const calibration = p99Ms === undefined ? [] : [{ ...row, p99Ms }];
      const { out, predict } = build({
        predict: { release: { ...release, calibration }, capacities: ["ml.m5.xlarge"] },
      });
      const { reserved_concurrent_executions } = out.single("aws_lambda_function");
      expect(predict.reservedConcurrency).toBe(reserved_concurrent_executions);
      return reserved_concurrent_executions;
    };
    expect(reserved()).toBe(Math.ceil(100 * 0.5 * 1.3));
    expect(reserved(200)).toBe(Math.ceil(100 * 0.2 * 1.3));
  });

  it("is called by an alias of the version that was published last", () => {
    const { out } = build();
    expect(out.single("aws_lambda_function").publish).toBe(true);
    expect(out.single("aws_lambda_alias")).toMatchObject({
      name: "live",
      function_version: expect.stringMatching(/^\$\{aws_lambda_function\..*\.version\}$/),
    });
    const { body } = out.single("aws_api_gateway_rest_api");
    const { paths } = JSON.parse(String(body));
    expect(paths["/predictions"].post["x-amazon-apigateway-integration"].uri).toMatch(
      /aws_lambda_alias\..*\.invoke_arn/,
    );
    expect(out.single("aws_lambda_permission").qualifier).toMatch(/aws_lambda_alias/);
  });

  it("tells what it is deployed with, and names its metrics", () => {
    const { out, predict } = build();
    const { environment } = out.single("aws_lambda_function");
    const { MODEL } = (environment as { variables: { MODEL: string } }).variables;
    expect(JSON.parse(MODEL)).toEqual({
      release: { sha256: release.sha256, weightsSha256: release.weightsSha256 },
      labels: { count: 10 },
      limits: {
        imageBytes: limits.imageBytes,
        imagePixels: limits.imagePixels,
        imageSide: limits.imageSide,
        top: limits.top,
      },
    });
    expect(Object.keys(predict.routingMetrics.targets)).toEqual(["one"]);
  });

  it("refuses an endpoint that may take longer than the router", () => {
    const { predict } = build({ targets: [{ timeoutMs: limits.timeoutMs.router }] });
    expect(predict.node.validate()).toEqual([
      "time-out of target 'one' is 27000 ms, it must be below the 27000 ms of router",
    ]);
    expect(build().predict.node.validate()).toEqual([]);
  });

  it("says how its concurrency came about, and what was assumed", () => {
    const built = build();
    expect(messages(built)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^reserved concurrency 65: 100 requests a second × 500 ms/),
        expect.stringMatching(/^latency of 'one' was never measured, 500 ms is assumed/),
        expect.stringMatching(
          /^a burst of 2000 requests at once is above the reserved concurrency 65/,
        ),
      ]),
    );
  });

  it("refuses a measured need that the account does not have", () => {
    const { predict } = build({
      predict: {
        release: { ...release, calibration: [{ ...row, p99Ms: 1000 }] },
        capacities: ["ml.m5.xlarge"],
        expectedPeakRps: 700,
      },
    });
    expect(predict.node.validate()).toEqual([
      expect.stringMatching(
        /^910 requests at once are above the 900 that an account limit of 1000/,
      ),
    ]);
  });

  it("warns of its runtime's end in time", () => {
    const warned = (today: string) =>
      messages(build({ predict: { today } })).filter((text) => text.startsWith("runtime"));
    expect(warned("2026-10-01")).toEqual([]);
    expect(warned("2026-11-22")).toEqual([
      expect.stringMatching(/^runtime 'nodejs22.x' gets patches until 2027-04-30, 159 days more/),
    ]);
  });
});
