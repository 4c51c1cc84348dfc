import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { functionInvokeArn } from "@pictor/contracts";
import { namesTakenTwice, synthesise } from "@pictor/testing";
import type { ClassifierApiProps } from "../../src";
import { addApi, build, encryptionKey, messages } from "../stack";

describe("ClassifierApi", () => {
  it("limits the rate to 1000 a second and a burst of 2000 unless told otherwise", () => {
    const settings = (api: Partial<ClassifierApiProps>): unknown =>
      build({ api }).out.single("aws_api_gateway_method_settings").settings;
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

  it("lets only this API's stage call the function", () => {
    expect(build().out.single("aws_lambda_permission")).toMatchObject({
      principal: "apigateway.amazonaws.com",
      source_arn: expect.stringMatching(/\.execution_arn\}\/v1\/\*\/\*$/),
    });
  });

  it("calls a function of somebody else's, by its alias or by its name", () => {
    const place = { accountId: "123456789012", region: "eu-central-1" };
    const invokeArn = functionInvokeArn(place, "theirs", "prod");
    const theirs = { functionName: "theirs", invokeArn, concurrency: 50 };
    const { api, out } = build({ api: { predict: { ...theirs, qualifier: "prod" } } });
    expect(out.single("aws_lambda_permission")).toMatchObject({
      function_name: "theirs",
      qualifier: "prod",
    });
    const { paths } = JSON.parse(String(out.single("aws_api_gateway_rest_api").body));
    expect(paths["/predictions"].post["x-amazon-apigateway-integration"].uri).toBe(invokeArn);
    expect(messages({ api }).join()).toContain("only 50 can be answered in time");
    const unqualified = build({ api: { predict: theirs } }).out.single("aws_lambda_permission");
    expect(unqualified).not.toHaveProperty("qualifier");
  });

  it("can be called only once the function may be, and depends on nothing with a fixed name", () => {
    const { out } = build({ vpc: true });
    expect(out.single("aws_api_gateway_stage").depends_on).toEqual([
      expect.stringMatching(/^aws_cloudwatch_log_group\.Api_ExecutionLogs_/),
      expect.stringMatching(/^aws_lambda_permission\.Api_Invocation_/),
    ]);
    expect(out.single("aws_api_gateway_stage")).not.toHaveProperty("lifecycle");
    expect(namesTakenTwice(out.text())).toEqual([]);
  });

  it("traces, and logs who called without the key or anything that was sent", () => {
    const stage = build().out.single("aws_api_gateway_stage");
    expect(stage.xray_tracing_enabled).toBe(true);
    const { format } = stage.access_log_settings as { format: string };
    expect(Object.values(JSON.parse(format))).toContain("$context.requestId");
    expect(format).not.toMatch(/identity\.apiKey"|request\.|header|body|authorizer/i);
  });

  it("has a key and a usage plan for its stage", () => {
    const { out } = build();
    const [use] = out.single("aws_api_gateway_usage_plan").api_stages as { stage: string }[];
    expect(use?.stage).toContain("aws_api_gateway_stage");
    expect(out.single("aws_api_gateway_usage_plan_key").key_type).toBe("API_KEY");
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

  it("logs errors of its own without what was sent, into a group with an end and a key", () => {
    const { out } = build();
    expect(out.single("aws_api_gateway_method_settings").settings).toMatchObject({
      logging_level: "ERROR",
      data_trace_enabled: false,
      metrics_enabled: true,
    });
    const groups = out.resources("aws_cloudwatch_log_group");
    const [execution] = groups.filter(({ name }) => String(name).startsWith("API-Gateway"));
    expect(execution).toMatchObject({
      name: expect.stringMatching(/^API-Gateway-Execution-Logs_\$\{.*\.id\}\/v1$/),
      retention_in_days: 30,
      kms_key_id: encryptionKey.arn,
    });
    expect(messages(build())).toContainEqual(
      expect.stringContaining("an aws_api_gateway_account with"),
    );
  });

  it("gives each client a key, a plan and a quota of its own", () => {
    const { out, api } = build({
      api: {
        auth: {
          kind: "apiKey",
          clients: [
            { name: "web", quota: { limit: 1000, period: "DAY" } },
            { name: "batch", throttle: { rate: 5, burst: 10 } },
          ],
        },
      },
    });
    expect(Object.keys(api.apiKeyIds)).toEqual(["web", "batch"]);
    expect(api.apiKeyId).toBe(api.apiKeyIds.web);
    expect(new Set(out.resources("aws_api_gateway_usage_plan"))).toEqual(
      new Set([
        expect.objectContaining({
          name: "pictor-test-web",
          quota_settings: { limit: 1000, period: "DAY" },
        }),
        expect.objectContaining({
          name: "pictor-test-batch",
          throttle_settings: { rate_limit: 5, burst_limit: 10 },
        }),
      ]),
    );
  });

  const kinds: readonly NonNullable<ClassifierApiProps["auth"]>[] = [
    { kind: "iam" },
    { kind: "cognito", userPoolArns: ["arn:aws:cognito-idp:eu-central-1:123456789012:userpool/p"] },
    { kind: "public", reason: "a demonstration for a week" },
  ];

  it.each(kinds)("has no keys where $kind says who calls", (auth) => {
    const built = build({ api: { auth } });
    expect(built.out.resources("aws_api_gateway_api_key")).toEqual([]);
    expect(built.api.apiKeyId).toBeUndefined();
    expect(messages(built).some((text) => text.startsWith("everybody may call"))).toBe(
      auth.kind === "public",
    );
  });

  it("lets a role call it, and nothing else", () => {
    const out = synthesise((stack) => {
      const role = new IamRole(stack, "Caller", { name: "caller", assumeRolePolicy: "{}" });
      addApi(stack, { api: { auth: { kind: "iam" } } }).api.grantInvoke(role);
    });
    const [policy] = out.resources("aws_iam_role_policy").filter(({ name }) => name === "CallApi");
    expect(JSON.parse(String(policy?.policy)).Statement).toEqual([
      {
        Sid: "CallApi",
        Effect: "Allow",
        Action: "execute-api:Invoke",
        Resource: expect.stringMatching(/\.execution_arn\}\/v1\/\*\/\*$/),
      },
    ]);
  });

  it("is under a name of one's own with TLS 1.2 or later, and under no other then", () => {
    const certificateArn = "arn:aws:acm:eu-central-1:123456789012:certificate/c";
    const domain = { name: "pictures.example.com", certificateArn };
    const { out, api } = build({ api: { domain } });
    expect(api.url).toBe("https://pictures.example.com/v1");
    expect(out.single("aws_api_gateway_rest_api").disable_execute_api_endpoint).toBe(true);
    expect(out.single("aws_api_gateway_domain_name")).toMatchObject({
      domain_name: "pictures.example.com",
      security_policy: "TLS_1_2",
      regional_certificate_arn: certificateArn,
    });
    expect(out.single("aws_api_gateway_base_path_mapping")).toMatchObject({ base_path: "v1" });
    expect(build().out.single("aws_api_gateway_rest_api").disable_execute_api_endpoint).toBe(false);
  });

  it("tells the function which page may read its answers", () => {
    const allowOrigin = "https://app.example.com";
    const { out } = build({ api: { cors: { allowOrigin } } });
    expect(out.single("aws_api_gateway_stage").variables).toEqual({ allowOrigin });
  });
});
