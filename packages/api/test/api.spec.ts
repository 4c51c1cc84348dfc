import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { limits, type Target, targetListSchema } from "@pictor/contracts";
import type { InferenceEndpoint } from "@pictor/inference";
import { InferenceNetwork } from "@pictor/network";
import { type Synthesised, synthesise } from "@pictor/testing";
import {
  ClassifierApi,
  type ClassifierApiProps,
  PredictFunction,
  type PredictFunctionProps,
  timeoutChainProblems,
} from "../src";

const place = { accountId: "123456789012", region: "eu-central-1" };
const encryptionKey = { arn: "arn:aws:kms:eu-central-1:123456789012:key/k" };
const target: Target = { name: "one", kind: "realTime", timeoutMs: 3_000 };

/** An endpoint that some other construct of a user's own could be. */
function endpoint(granted: string[], changes: Partial<Target> = {}): InferenceEndpoint {
  const own = { ...target, ...changes };
  const metric = { namespace: "n", name: "n", dimensions: {}, unit: "Count" } as const;
  return {
    target: own,
    metrics: {
      kind: "serverless",
      invocations: metric,
      clientErrors: metric,
      serverErrors: metric,
      modelLatency: metric,
      overheadLatency: metric,
      memoryUtilization: metric,
      modelSetupTime: metric,
      concurrentExecutionsUtilization: metric,
    },
    grantInvoke: (role) => granted.push(`${own.name} to ${role.node.path}`),
  };
}

interface Built {
  readonly out: Synthesised;
  readonly api: ClassifierApi;
  readonly predict: PredictFunction;
  readonly granted: readonly string[];
}

function build(
  changes: {
    readonly predict?: Partial<PredictFunctionProps>;
    readonly api?: Partial<ClassifierApiProps>;
    readonly vpc?: boolean;
    readonly targets?: readonly Partial<Target>[];
  } = {},
): Built {
  const granted: string[] = [];
  let parts: Pick<Built, "api" | "predict"> | undefined;
  const [first = {}, ...others] = changes.targets ?? [];
  const out = synthesise((stack) => {
    const network = changes.vpc
      ? new InferenceNetwork(stack, "Network", {
          ...place,
          name: "pictor-test",
          vpc: {
            ...{ kind: "create", logRetentionDays: 1, encryptionKey },
            availabilityZones: ["eu-central-1a", "eu-central-1b"],
          },
        })
      : undefined;
    const predict = new PredictFunction(stack, "Predict", {
      ...place,
      encryptionKey,
      functionName: "pictor-test-predict",
      endpoints: [endpoint(granted, first), ...others.map((other) => endpoint(granted, other))],
      network: network === undefined ? { kind: "none" } : { kind: "vpc", network },
      logRetentionDays: 30,
      ...changes.predict,
    });
    const api = new ClassifierApi(stack, "Api", {
      name: "pictor-test",
      predict,
      encryptionKey,
      logRetentionDays: 30,
      ...changes.api,
    });
    parts = { predict, api };
  });
  if (parts === undefined) throw new Error("nothing was built");
  return { out, granted, ...parts };
}

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
    expect(out.only("aws_lambda_function")).toMatchObject({
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
    const { environment } = out.only("aws_lambda_function");
    const { TARGETS } = (environment as { variables: { TARGETS: string } }).variables;
    expect(targetListSchema.parse(JSON.parse(TARGETS)).map(({ name }) => name)).toEqual([
      "one",
      "two",
    ]);
    expect(granted).toEqual(["one to test/Predict/Role", "two to test/Predict/Role"]);
  });

  it("has its encrypted log and its policies before anybody calls it", () => {
    const { out } = build();
    const lambda = out.only("aws_lambda_function");
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
    expect(out.only("aws_lambda_function")).not.toHaveProperty("vpc_config");
  });

  it("can be nobody else's role", () => {
    const role = build().out.only("aws_iam_role");
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
    const lambda = out.only("aws_lambda_function");
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

  it("takes concurrency for itself only where it is told to", () => {
    expect(build().out.only("aws_lambda_function")).not.toHaveProperty(
      "reserved_concurrent_executions",
    );
    const { out } = build({ predict: { reservedConcurrency: 0 } });
    expect(out.only("aws_lambda_function").reserved_concurrent_executions).toBe(0);
  });

  it("refuses an endpoint that may take longer than the router", () => {
    const { predict } = build({ targets: [{ timeoutMs: limits.timeoutMs.router }] });
    expect(predict.node.validate()).toEqual([
      "time-out of target 'one' is 27000 ms, it must be below the 27000 ms of router",
    ]);
    expect(build().predict.node.validate()).toEqual([]);
  });
});

describe("timeoutChainProblems", () => {
  it("wants every link shorter than the one around it", () => {
    const outer = { gateway: 4, lambda: 3, router: 2 };
    expect(timeoutChainProblems([{ ...target, timeoutMs: 1 }], outer)).toEqual([]);
    expect(timeoutChainProblems([], { ...outer, lambda: 4 })).toEqual([
      expect.stringMatching(/^time-out of lambda is 4 ms.*4 ms of gateway$/),
    ]);
    expect(timeoutChainProblems([], { ...outer, router: 3 })).toEqual([
      expect.stringMatching(/^time-out of router is 3 ms.*3 ms of lambda$/),
    ]);
  });

  it("holds for the limits that everything uses", () => {
    const { realTime, serverless } = limits.timeoutMs;
    const targets = [realTime, serverless].map((timeoutMs) => ({ ...target, timeoutMs }));
    expect(timeoutChainProblems(targets)).toEqual([]);
  });
});

describe("ClassifierApi", () => {
  it("deploys anew exactly when its document changes", () => {
    const { out } = build();
    const [api] = out
      .addresses()
      .filter((address) => address.startsWith("aws_api_gateway_rest_api"));
    expect(out.only("aws_api_gateway_deployment")).toMatchObject({
      triggers: { body: `\${sha256(${api}.body)}` },
      lifecycle: { create_before_destroy: true },
    });
  });

  it("limits the rate to 1000 a second and a burst of 2000 unless told otherwise", () => {
    const settings = (api: Partial<ClassifierApiProps>): unknown =>
      build({ api }).out.only("aws_api_gateway_method_settings").settings;
    expect(settings({})).toMatchObject({
      throttling_rate_limit: 1000,
      throttling_burst_limit: 2000,
      metrics_enabled: true,
      data_trace_enabled: false,
    });
    expect(settings({ throttle: { rate: 5, burst: 9 } })).toMatchObject({
      throttling_rate_limit: 5,
      throttling_burst_limit: 9,
    });
  });

  it("lets only this API's one route call the function", () => {
    expect(build().out.only("aws_lambda_permission")).toMatchObject({
      principal: "apigateway.amazonaws.com",
      source_arn: expect.stringMatching(/\.execution_arn\}\/v1\/POST\/predictions$/),
    });
  });

  it("traces, and logs who called without the key or anything that was sent", () => {
    const stage = build().out.only("aws_api_gateway_stage");
    expect(stage.xray_tracing_enabled).toBe(true);
    const { format } = stage.access_log_settings as { format: string };
    expect(Object.values(JSON.parse(format))).toContain("$context.requestId");
    expect(format).not.toMatch(/identity\.apiKey"|request\.|header|body|authorizer/i);
  });

  it("has a key and a usage plan for its stage", () => {
    const { out } = build();
    const [use] = out.only("aws_api_gateway_usage_plan").api_stages as { stage: string }[];
    expect(use?.stage).toContain("aws_api_gateway_stage");
    expect(out.only("aws_api_gateway_usage_plan_key").key_type).toBe("API_KEY");
  });

  it("describes its metrics with every dimension that they are published with", () => {
    const { api, predict } = build();
    expect(api.metrics.serverErrors).toEqual({
      namespace: "AWS/ApiGateway",
      name: "5XXError",
      dimensions: { ApiName: "pictor-test", Stage: "v1" },
      unit: "Count",
    });
    expect(predict.metrics.throttles).toMatchObject({
      namespace: "AWS/Lambda",
      dimensions: { FunctionName: "pictor-test-predict" },
    });
  });
});
