import { readFileSync } from "node:fs";
import { join } from "node:path";
import type {
  ApiMetrics,
  EndpointMetrics,
  FunctionMetrics,
  MetricDescription,
} from "@pictor/contracts";
import { type Synthesised, synthesise } from "@pictor/testing";
import { Monitoring, runbookAnchors } from "../src";

const metric = (
  namespace: string,
  name: string,
  dimensions: Readonly<Record<string, string>>,
): MetricDescription => ({ namespace, name, dimensions, unit: "Count" });

const api: ApiMetrics = {
  count: metric("AWS/ApiGateway", "Count", { ApiName: "a" }),
  clientErrors: metric("AWS/ApiGateway", "4XXError", { ApiName: "a" }),
  serverErrors: metric("AWS/ApiGateway", "5XXError", { ApiName: "a" }),
  latency: metric("AWS/ApiGateway", "Latency", { ApiName: "a" }),
  integrationLatency: metric("AWS/ApiGateway", "IntegrationLatency", { ApiName: "a" }),
};
const predict: FunctionMetrics = {
  invocations: metric("AWS/Lambda", "Invocations", { FunctionName: "f" }),
  errors: metric("AWS/Lambda", "Errors", { FunctionName: "f" }),
  throttles: metric("AWS/Lambda", "Throttles", { FunctionName: "f" }),
  duration: metric("AWS/Lambda", "Duration", { FunctionName: "f" }),
  concurrentExecutions: metric("AWS/Lambda", "ConcurrentExecutions", { FunctionName: "f" }),
};
const variant = { EndpointName: "e", VariantName: "v" };
const endpoint: EndpointMetrics = {
  kind: "serverless",
  invocations: metric("AWS/SageMaker", "Invocations", variant),
  clientErrors: metric("AWS/SageMaker", "Invocation4XXErrors", variant),
  overheadLatency: metric("AWS/SageMaker", "OverheadLatency", variant),
  memoryUtilization: metric("/aws/sagemaker/Endpoints", "MemoryUtilization", variant),
  modelSetupTime: metric("AWS/SageMaker", "ModelSetupTime", variant),
  concurrentExecutionsUtilization: metric(
    "AWS/SageMaker",
    "ServerlessConcurrentExecutionsUtilization",
    variant,
  ),
  serverErrors: metric("AWS/SageMaker", "Invocation5XXErrors", variant),
  modelLatency: metric("AWS/SageMaker", "ModelLatency", variant),
};

const build = (use: (monitoring: Monitoring) => void): Synthesised =>
  synthesise((stack) => {
    use(
      new Monitoring(stack, "Monitoring", {
        name: "pictor-test",
        accountId: "123456789012",
        region: "eu-central-1",
        encryptionKey: { arn: "arn:aws:kms:eu-central-1:123456789012:key/k" },
      }),
    );
  });

const alarm = (synthesised: Synthesised, name: string) => {
  const found = synthesised
    .resources("aws_cloudwatch_metric_alarm")
    .find((candidate) => candidate.alarm_name === name);
  if (found === undefined) throw new Error(`no alarm ${name}`);
  return found;
};

describe("Monitoring", () => {
  const all = build((monitoring) =>
    monitoring
      .watchApi("Api", api)
      .watchFunction("Predict", predict)
      .watchEndpoint("RealTime", endpoint)
      .watchEndpoint("Serverless", endpoint),
  );

  it("gives every alarm a name and an address of its own, by what it watches", () => {
    expect(
      all.resources("aws_cloudwatch_metric_alarm").map((resource) => resource.alarm_name),
    ).toEqual([
      "pictor-test-api-server-errors",
      "pictor-test-predict-errors",
      "pictor-test-real-time-server-errors",
      "pictor-test-serverless-server-errors",
    ]);
    const addresses = all
      .addresses()
      .filter((address) => address.startsWith("aws_cloudwatch"))
      .map((address) => address.replace(/_[0-9A-F]{8}$/, ""));
    expect(addresses).toEqual(
      ["ApiServerErrors", "PredictErrors", "RealTimeServerErrors", "ServerlessServerErrors"].map(
        (id) => `aws_cloudwatch_metric_alarm.Monitoring_${id}`,
      ),
    );
  });

  it("goes off when more than one API request in twenty fails for three minutes", () => {
    expect(alarm(all, "pictor-test-api-server-errors")).toMatchObject({
      namespace: "AWS/ApiGateway",
      metric_name: "5XXError",
      dimensions: { ApiName: "a" },
      statistic: "Average",
      comparison_operator: "GreaterThanThreshold",
      threshold: 0.05,
      period: 60,
      datapoints_to_alarm: 3,
      evaluation_periods: 3,
    });
  });

  it("goes off when the function crashes in three of five minutes, even once a minute", () => {
    expect(alarm(all, "pictor-test-predict-errors")).toMatchObject({
      namespace: "AWS/Lambda",
      metric_name: "Errors",
      dimensions: { FunctionName: "f" },
      statistic: "Sum",
      comparison_operator: "GreaterThanOrEqualToThreshold",
      threshold: 1,
      datapoints_to_alarm: 3,
      evaluation_periods: 5,
    });
  });

  it("goes off on the model's own failures, which a caller's broken picture is not", () => {
    expect(alarm(all, "pictor-test-real-time-server-errors")).toMatchObject({
      namespace: "AWS/SageMaker",
      metric_name: "Invocation5XXErrors",
      // Without the variant CloudWatch has no data.
      dimensions: { EndpointName: "e", VariantName: "v" },
      statistic: "Average",
      threshold: 0.05,
    });
  });

  it("treats silence as health, whatever the unit of the data", () => {
    for (const resource of all.resources("aws_cloudwatch_metric_alarm")) {
      expect(resource.treat_missing_data).toBe("notBreaching");
      expect(resource.unit).toBeUndefined();
    }
  });

  it("pages when an alarm goes off and when it is over", () => {
    const page = [expect.stringMatching(/^\$\{aws_sns_topic\.Monitoring_PageTopic\w*\.arn\}$/)];
    for (const resource of all.resources("aws_cloudwatch_metric_alarm")) {
      expect(resource).toMatchObject({
        alarm_actions: page,
        ok_actions: page,
        tags: { Severity: "page" },
      });
      expect(resource.actions_enabled).not.toBe(false);
    }
  });

  it("says what happened and where to read on, in as many characters as CloudWatch takes", () => {
    for (const resource of all.resources("aws_cloudwatch_metric_alarm")) {
      const [, anchor] =
        /^[A-Z].+\. What to do: docs\/runbook\.md#([a-z-]+)$/.exec(
          String(resource.alarm_description),
        ) ?? [];
      expect(runbookAnchors).toContain(anchor);
      expect(String(resource.alarm_description).length).toBeLessThanOrEqual(1024);
    }
  });

  it("makes a topic but no alarm when nothing is watched", () => {
    const none = build(() => undefined);
    expect(none.resources("aws_cloudwatch_metric_alarm")).toEqual([]);
    expect(none.only("aws_sns_topic").name).toBe("pictor-test-page");
  });

  it("lets only this account's alarms publish, encrypted with the key it is given", () => {
    expect(all.only("aws_sns_topic").kms_master_key_id).toBe(
      "arn:aws:kms:eu-central-1:123456789012:key/k",
    );
    const { Statement } = JSON.parse(String(all.only("aws_sns_topic_policy").policy));
    const allowed = Statement.filter(
      (statement: { Effect: string }) => statement.Effect === "Allow",
    );
    expect(allowed).toEqual([
      expect.objectContaining({
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: "sns:Publish",
        Condition: {
          StringEquals: { "aws:SourceAccount": "123456789012" },
          ArnLike: { "aws:SourceArn": "arn:aws:cloudwatch:eu-central-1:123456789012:alarm:*" },
        },
      }),
    ]);
    expect(Statement).toContainEqual(
      expect.objectContaining({
        Effect: "Deny",
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      }),
    );
  });
});

describe("the runbook", () => {
  it("has a section for every alarm, and for nothing else", () => {
    const text = readFileSync(join(__dirname, "../../../docs/runbook.md"), "utf8");
    const sections = [...text.matchAll(/^## (.+)$/gm)].map(([, heading = ""]) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\w\s-]/g, "")
        .replaceAll(" ", "-"),
    );
    expect(sections.toSorted()).toEqual([...new Set(runbookAnchors)].toSorted());
  });
});
