import type { Synthesised } from "@pictor/testing";
import { AnnotationMetadataEntryType } from "cdktf";
import type { WatchedEndpoint } from "../src";
import { runbookAnchors } from "./runbook-anchors";
import { api, build, keyArn, predict, realTime, serverless, watchAll } from "./watched";

const metricAlarms = (synthesised: Synthesised) =>
  synthesised.resources("aws_cloudwatch_metric_alarm");
const composites = (synthesised: Synthesised) =>
  synthesised.resources("aws_cloudwatch_composite_alarm");
const topicArn = (id: string) =>
  expect.stringMatching(new RegExp(`^\\$\\{aws_sns_topic\\.Monitoring_${id}\\w*\\.arn\\}$`));

describe("Monitoring of little", () => {
  it("makes topics and the key's rule, and no alarm, where nothing is watched", () => {
    const none = build(() => undefined);
    expect([...metricAlarms(none), ...composites(none)]).toEqual([]);
    expect(none.resources("aws_cloudwatch_query_definition")).toEqual([]);
    expect(none.resources("aws_sns_topic").map(({ name }) => name)).toEqual([
      "pictor-test-notify",
      "pictor-test-page",
    ]);
  });

  it("has no alarm on what it is not told of: callers expected, concurrency reserved, logs, targets", () => {
    const { metrics, timeoutMs } = predict;
    const little = build((monitoring) =>
      monitoring
        .watchApi("Api", { metrics: api.metrics })
        .watchFunction("Predict", { metrics, timeoutMs }),
    );
    expect(metricAlarms(little).map(({ alarm_name }) => alarm_name)).toEqual([
      "pictor-test-api-client-errors",
      "pictor-test-api-latency",
      "pictor-test-api-server-errors",
      "pictor-test-predict-duration",
      "pictor-test-predict-errors",
      "pictor-test-predict-throttles",
    ]);
  });

  it("warns of a latency limit that was not measured, and of none that was", () => {
    const warnings = (endpoint: WatchedEndpoint): readonly string[] => {
      const told: string[] = [];
      build((monitoring) => {
        monitoring.watchEndpoint("Endpoint", endpoint);
        told.push(
          ...monitoring.node.metadata
            .filter(({ type }) => type === AnnotationMetadataEntryType.WARN)
            .map(({ data }) => String(data)),
        );
      });
      return told;
    };
    expect(warnings(serverless)).toEqual([
      "the latency alarm of endpoint 'serverless' goes off at 13000 ms: half of the 26000 ms that a call may take: the release was not measured on serverless-2048; a row of the release's calibration for it would give the limit",
    ]);
    expect(warnings(realTime)).toEqual([]);
  });

  it("links every alarm to its section of the runbook at the address that it is given", () => {
    const runbookUrl = "https://example.com/runbook.md";
    const linked = build(watchAll, { runbookUrl });
    const rule = linked.single("aws_cloudwatch_event_rule");
    const target = linked.single("aws_cloudwatch_event_target");
    const descriptions = [
      ...[...metricAlarms(linked), ...composites(linked)].map((one) => one.alarm_description),
      rule.description,
    ].map(String);
    expect(descriptions.length).toBeGreaterThan(40);
    const anchors = descriptions.map(
      (text) => /\. What to do: https:\/\/example\.com\/runbook\.md#([a-z0-9-]+)$/.exec(text)?.[1],
    );
    expect(anchors.filter((anchor) => !runbookAnchors().includes(String(anchor)))).toEqual([]);
    expect(JSON.stringify(target.input_transformer)).toContain(`${runbookUrl}#key-unusable`);
  });

  it.each(["http://example.com/r", "docs/runbook.md", "https://example.com/r#top", "https://a b"])(
    "refuses %s as the runbook's address",
    (runbookUrl) => {
      const problems: string[] = [];
      build((monitoring) => problems.push(...monitoring.node.validate()), { runbookUrl });
      expect(problems).toEqual([
        `runbookUrl must begin with https:// and have no '#' (each alarm appends '#' and its section), got '${runbookUrl}'`,
      ]);
    },
  );

  it("does without a dashboard where it is told to", () => {
    expect(build(watchAll, { dashboard: false }).resources("aws_cloudwatch_dashboard")).toEqual([]);
  });

  it("counts what carries a tag only, where it is told to", () => {
    const budget = build(() => undefined, {
      budget: { monthlyUsd: 10, onlyTagged: { key: "Environment", value: "dev" } },
    }).single("aws_budgets_budget");
    expect(budget.cost_filter).toEqual([{ name: "TagKeyValue", values: ["user:Environment$dev"] }]);
  });

  it("refuses a budget of nothing", () => {
    const problems: string[] = [];
    build((monitoring) => problems.push(...monitoring.node.findChild("Budget").node.validate()), {
      budget: { monthlyUsd: 0 },
    });
    expect(problems).toEqual(["monthlyUsd must be a number above 0, got 0"]);
  });
});

describe("the topics", () => {
  const told = build(() => undefined, {
    subscriptions: [
      { kind: "email", address: "on-call@example.com", severity: "critical" },
      { kind: "https", url: "https://example.com/hook", severity: "warning" },
      { kind: "queue", arn: "arn:aws:sqs:eu-central-1:123456789012:q", severity: "warning" },
    ],
    chats: [{ teamId: "T0", channelId: "C0", severity: "critical" }],
  });

  it("tell whom they are told to tell, by urgency", () => {
    expect(
      told
        .resources("aws_sns_topic_subscription")
        .map(({ protocol, endpoint, topic_arn }) => [protocol, endpoint, topic_arn]),
    ).toEqual([
      // Sensitive: plans do not show what is as good as a password.
      ["https", `\${sensitive("https://example.com/hook")}`, topicArn("NotifyTopic")],
      ["sqs", "arn:aws:sqs:eu-central-1:123456789012:q", topicArn("NotifyTopic")],
      ["email", "on-call@example.com", topicArn("PageTopic")],
    ]);
    expect(told.single("aws_chatbot_slack_channel_configuration")).toMatchObject({
      slack_team_id: "T0",
      sns_topic_arns: [topicArn("PageTopic")],
      guardrail_policy_arns: ["arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess"],
    });
  });

  it("are encrypted, and let in this environment's alarms and budgets, EventBridge, and nobody else", () => {
    for (const topic of told.resources("aws_sns_topic")) {
      expect(topic.kms_master_key_id).toBe(keyArn);
    }
    const policies = told.resources("aws_sns_topic_policy");
    expect(policies).toHaveLength(2);
    for (const { policy } of policies) {
      const { Statement } = JSON.parse(String(policy));
      const own = (source: string) => ({
        StringEquals: { "aws:SourceAccount": "123456789012" },
        ArnLike: { "aws:SourceArn": source },
      });
      const conditions = Statement.map(
        (statement: { Effect: string; Principal: unknown; Condition?: object }) => [
          statement.Effect,
          statement.Principal,
          statement.Condition,
        ],
      );
      expect(conditions).toEqual([
        [
          "Allow",
          { Service: "cloudwatch.amazonaws.com" },
          own("arn:aws:cloudwatch:eu-central-1:123456789012:alarm:pictor-test-*"),
        ],
        ["Allow", { Service: "events.amazonaws.com" }, undefined],
        [
          "Allow",
          { Service: "budgets.amazonaws.com" },
          own("arn:aws:budgets::123456789012:budget/pictor-test-*"),
        ],
        ["Deny", "*", { Bool: { "aws:SecureTransport": "false" } }],
      ]);
      expect(new Set(Statement.map(({ Action }: { Action: string }) => Action))).toEqual(
        new Set(["sns:Publish"]),
      );
    }
  });
});
