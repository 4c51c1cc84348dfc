import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { limits } from "@pictor/contracts";
import { targetSchema } from "@pictor/contracts/schemas";
import type { Synthesised } from "@pictor/testing";
import { Token } from "cdktf";
import { build, type Changes, encryptionKey, messages, release } from "./stack";

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
    const targets: unknown[] = JSON.parse(TARGETS);
    expect(targets.map((target) => targetSchema.parse(target).name)).toEqual(["one", "two"]);
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

  it("reserves what may usefully wait, by measured throughput if there is any", () => {
    const reserved = (rps?: number) => {
      const calibration = rps === undefined ? [] : [{ ...row, rps, p99Ms: 200 }];
      const { out, predict } = build({ predict: { release: { ...release, calibration } } });
      const { reserved_concurrent_executions } = out.single("aws_lambda_function");
      expect(predict.reservedConcurrency).toBe(reserved_concurrent_executions);
      return reserved_concurrent_executions;
    };
    expect(reserved()).toBe(102);
    expect(reserved(20)).toBe(20 * 3 * 0.8);
  });

  it("reserves nothing of an account that has nothing to reserve", () => {
    const { out, predict } = build({ predict: { accountConcurrency: 10 } });
    expect(out.single("aws_lambda_function").reserved_concurrent_executions).toBe(-1);
    expect([predict.concurrency, predict.reservedConcurrency]).toEqual([10, undefined]);
  });

  it("reserves nothing where accountConcurrency is not given, so that every account can apply it", () => {
    const { out, predict } = build({ predict: { accountConcurrency: undefined as never } });
    expect(out.single("aws_lambda_function").reserved_concurrent_executions).toBe(-1);
    expect([predict.concurrency, predict.reservedConcurrency]).toEqual([102, undefined]);
    expect(predict.node.validate()).toEqual([]);
  });

  it.each<[Changes, RegExp]>([
    [{ predict: { region: "Frankfurt" } }, /^region 'Frankfurt' must be an AWS region's code$/],
    [{ predict: { accountId: "12" } }, /^accountId '12' must be twelve digits$/],
    [{ predict: { functionName: "f".repeat(52) } }, /^functionName 'f+' has 52 characters/],
    [{ predict: { logRetentionDays: 29 } }, /^logRetentionDays must be one of/],
    [{ predict: { encryptionKey: { arn: "k" } } }, /^encryptionKey.arn 'k' must be/],
    [{ predict: { expectedPeakRps: -1 } }, /^expectedPeakRps is -1, it must be/],
    [{ predict: { accountConcurrency: 0.5 } }, /^accountConcurrency must be a whole number/],
    [{ predict: { release: { ...release, sha256: "A" } } }, /^release.sha256 is 'A', it must be/],
    [{ targets: [{}, {}] }, /^endpoints has 'one' more than once/],
    [{ targets: [{ timeoutMs: Number.NaN }] }, /^timeoutMs of target 'one' is NaN ms/],
    [{ targets: [{ timeoutMs: -1 }] }, /^timeoutMs of target 'one' is -1 ms/],
  ])("refuses %j", (changes, problem) => {
    expect(build(changes).predict.node.validate()).toEqual([expect.stringMatching(problem)]);
  });

  it("prints no token, and wants as literals what it computes with", () => {
    const later = (name: string) => ["$", `{TfToken[TOKEN.${name}]}`].join("");
    const number = Token.asNumber({ resolve: () => 1 });
    const built = build({
      predict: {
        ...{ functionName: later("1"), accountId: later("2"), encryptionKey: { arn: later("3") } },
        ...{ expectedPeakRps: number, accountConcurrency: number, logRetentionDays: number },
        release: { ...release, sha256: later("4"), labels: { ...release.labels, count: number } },
      },
      targets: [{ name: later("5"), timeoutMs: number }],
    });
    expect(built.predict.node.validate()).toEqual([
      "functionName must be a literal, got a token: the names of its role and log group contain it",
      "timeoutMs of target a token must be a literal, got a token: it is compared with the others",
      "expectedPeakRps must be a literal, got a token: the function's concurrency is computed from it",
      "accountConcurrency must be a whole number of at least 1 that is known at synthesis, got a token: leave it out to reserve nothing",
    ]);
    expect(messages(built).join()).not.toMatch(/TfToken|e\+\d/);
    const named = build({ targets: [{ name: later("6") }] });
    expect(messages(named).join()).toMatch(/latency of a token was never measured/);
    expect(messages(named).join()).not.toMatch(/TfToken/);
  });

  it.each([Number.NaN, -1, Token.asNumber({ resolve: () => 1 })])(
    "calculates nothing from a time-out of %d, whose problem it states once",
    (timeoutMs) => {
      const calibration = [{ ...row, rps: 20 }];
      const built = build({
        predict: { release: { ...release, calibration } },
        targets: [{ timeoutMs }],
      });
      expect(built.predict.node.validate()).toEqual([
        expect.stringMatching(/^timeoutMs of target/),
      ]);
      expect(messages(built).join()).not.toMatch(/NaN|e\+\d/);
    },
  );

  it("refuses a list of endpoints that only Terraform knows", () => {
    const endpoints = ["#{TfToken[TOKEN.7]}"] as never;
    expect(() => build({ predict: { endpoints } })).toThrow(
      /^endpoints must be a list whose items are known at synthesis, got a token/,
    );
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
    expect(paths["/predictions"].post["x-amazon-apigateway-integration"].uri).toBe(
      "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-central-1:123456789012:function:pictor-test-predict:live/invocations",
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
      "timeoutMs of target 'one' is 27000 ms, it must be above 0 and below the 27000 ms of router",
    ]);
    expect(build().predict.node.validate()).toEqual([]);
  });

  it("says how its concurrency came about, and what was assumed", () => {
    const built = build();
    expect(messages(built)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^reserved concurrency 102: what may usefully wait is 'one' 1 inst/),
        expect.stringMatching(/^latency of 'one' was never measured, 500 ms is assumed/),
        expect.stringMatching(
          /^the gateway admits 2000 requests at once, but only 102 can be answered in time/,
        ),
      ]),
    );
  });

  it("refuses a measured need that the account does not have", () => {
    const { predict } = build({
      predict: {
        release: { ...release, calibration: [{ ...row, p99Ms: 1000 }] },
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
      messages(build({ predict: { today } })).filter((text) => text.startsWith("Lambda runtime"));
    expect(warned("2026-10-01")).toEqual([]);
    expect(warned("2026-11-22")).toEqual([
      expect.stringMatching(
        /^Lambda runtime 'nodejs22.x' is patched until 2027-04-30 \(159 days\)/,
      ),
    ]);
  });
});
