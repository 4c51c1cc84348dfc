import type { Synthesised } from "@pictor/testing";
import { runbookAnchors } from "./runbook-anchors";
import { build, keyArn, watchAll } from "./watched";

const metricAlarms = (synthesised: Synthesised) =>
  synthesised.resources("aws_cloudwatch_metric_alarm");
const composites = (synthesised: Synthesised) =>
  synthesised.resources("aws_cloudwatch_composite_alarm");

const named = (synthesised: Synthesised, name: string) => {
  const found = [...metricAlarms(synthesised), ...composites(synthesised)].find(
    (candidate) => candidate.alarm_name === name,
  );
  if (found === undefined) throw new Error(`no alarm ${name}`);
  return found;
};

const topicArn = (id: string) =>
  expect.stringMatching(new RegExp(`^\\$\\{aws_sns_topic\\.Monitoring_${id}\\w*\\.arn\\}$`));

/** Alarms of both state machines. */
const ofJobs = ["Batch", "Training"].flatMap((id) =>
  ["Aborted", "Failed", "Throttled", "TimedOut"].map((alarm) => `${id}${alarm}`),
);

describe("Monitoring of everything", () => {
  const all = build(watchAll, { budget: { monthlyUsd: 500 } });

  it("keeps the address of everything: a changed id is a destroyed alarm in somebody's account", () => {
    expect(all.addresses().map((address) => address.replace(/_[0-9A-F]{8}$/, ""))).toEqual(
      [
        "aws_budgets_budget.Monitoring_Budget",
        "aws_cloudwatch_dashboard.Monitoring_Dashboard",
        "aws_cloudwatch_event_rule.Monitoring_KeyUnusable",
        "aws_cloudwatch_event_target.Monitoring_KeyUnusable_Target",
        ...["Availability", "Capacity", "Cost", "Jobs", "Latency", "Security"].map(
          (id) => `aws_cloudwatch_composite_alarm.Monitoring_Symptom${id}`,
        ),
        ...[
          "ApiThrottled",
          "NetworkRejected",
          "PredictFailuresByCode",
          "RealTimeWorkerDeaths",
          "ServerlessWorkerDeaths",
        ].map((id) => `aws_cloudwatch_log_metric_filter.Monitoring_${id}Filter`),
        ...[
          "ApiBlocked",
          "ApiClientErrors",
          "ApiFewRequests",
          "ApiLatency",
          "ApiManyRequests",
          "ApiServerErrors",
          "ApiThrottled",
          "CapacityCreationFailed",
          "CapacityLongPin",
          "CapacityNoHeartbeat",
          "CapacityRejected",
          "CapacityStuck",
          "NetworkRejected",
          "PredictBreaker1",
          "PredictBreaker2",
          "PredictConcurrency",
          "PredictDuration",
          "PredictErrors",
          "PredictFallbacks",
          "PredictLogVolume",
          "PredictNoCapacity",
          "PredictThrottles",
          "RealTimeAllInstances",
          "RealTimeClientErrors",
          "RealTimeCpu",
          "RealTimeDisk",
          "RealTimeFewInstances",
          "RealTimeMemory",
          "RealTimeModelErrors",
          "RealTimeModelLatency",
          "RealTimeOverhead",
          "RealTimeServerErrors",
          "RealTimeWorkerDeaths",
          "ServerlessClientErrors",
          "ServerlessConcurrency",
          "ServerlessMemory",
          "ServerlessModelLatency",
          "ServerlessServerErrors",
          "ServerlessSetupTime",
          "ServerlessWorkerDeaths",
          ...ofJobs,
        ].map((id) => `aws_cloudwatch_metric_alarm.Monitoring_${id}`),
        ...["errors-by-cause", "model-errors", "one-request", "slowest-requests"].map(
          (id) => `aws_cloudwatch_query_definition.Monitoring_Queries_${id}`,
        ),
        ...["NotifyTopic", "PageTopic"].flatMap((id) => [
          `aws_sns_topic.Monitoring_${id}`,
          `aws_sns_topic_policy.Monitoring_${id}_Policy`,
        ]),
      ].sort(),
    );
  });

  it("names every alarm, rule, query, budget, topic and the dashboard beneath its own name", () => {
    const attribute: Readonly<Record<string, string>> = {
      aws_cloudwatch_metric_alarm: "alarm_name",
      aws_cloudwatch_composite_alarm: "alarm_name",
      aws_cloudwatch_dashboard: "dashboard_name",
      aws_cloudwatch_event_rule: "name",
      aws_cloudwatch_log_metric_filter: "name",
      aws_cloudwatch_query_definition: "name",
      aws_budgets_budget: "name",
      aws_sns_topic: "name",
    };
    const names = Object.entries(attribute).flatMap(([type, key]) =>
      all.resources(type).map((resource) => String(resource[key])),
    );
    expect(names.filter((name) => !/^pictor-test(-[a-z0-9-]+|\/[a-z-]+)?$/.test(name))).toEqual([]);
    expect(named(all, "pictor-test-real-time-server-errors")).toBeDefined();
  });

  it("says what happened, why there, and where to read on, in as many characters as CloudWatch takes", () => {
    for (const resource of [...metricAlarms(all), ...composites(all)]) {
      const [, anchor] =
        /^[A-Z].+\. What to do: runbook, section '([a-z0-9-]+)'$/.exec(
          String(resource.alarm_description),
        ) ?? [];
      expect(runbookAnchors()).toContain(anchor);
      expect(String(resource.alarm_description).length).toBeLessThanOrEqual(1024);
    }
  });

  it("tells of every alarm when it goes off and when it is over, but pages by symptom only", () => {
    const notify = [topicArn("NotifyTopic")];
    for (const resource of metricAlarms(all)) {
      expect(resource).toMatchObject({ alarm_actions: notify, ok_actions: notify });
      expect(resource.actions_enabled).not.toBe(false);
    }
    const page = [topicArn("PageTopic")];
    for (const symptom of ["availability", "latency", "capacity"]) {
      expect(named(all, `pictor-test-symptom-${symptom}`)).toMatchObject({
        alarm_actions: page,
        ok_actions: page,
      });
    }
    for (const symptom of ["security", "cost", "jobs"]) {
      expect(named(all, `pictor-test-symptom-${symptom}`).alarm_actions).toEqual(notify);
    }
  });

  it("makes a symptom of its critical alarms, and of warnings where it has no others", () => {
    const critical = metricAlarms(all)
      .filter(({ tags }) => (tags as { Severity: string }).Severity === "critical")
      .map(({ alarm_name }) => alarm_name);
    expect(critical.toSorted()).toEqual([
      "pictor-test-api-few-requests",
      "pictor-test-api-latency",
      "pictor-test-api-server-errors",
      "pictor-test-predict-errors",
      "pictor-test-predict-no-capacity",
      "pictor-test-predict-throttles",
    ]);
    const inRules = (alarms: readonly Record<string, unknown>[]) =>
      alarms.flatMap(({ alarm_rule }) =>
        [...String(alarm_rule).matchAll(/Monitoring_(\w+)_[0-9A-F]{8}\.alarm_name/g)].map(
          ([, id]) => id,
        ),
      );
    expect(inRules(composites(all)).sort()).toEqual(
      [
        "ApiBlocked",
        "ApiFewRequests",
        "ApiLatency",
        "ApiManyRequests",
        "ApiServerErrors",
        "CapacityLongPin",
        "NetworkRejected",
        "PredictErrors",
        "PredictLogVolume",
        "PredictNoCapacity",
        "PredictThrottles",
        ...ofJobs,
      ].sort(),
    );
  });

  it("keeps slow answers and full queues silent while errors explain them, and nothing else", () => {
    const suppressed = composites(all)
      .filter((resource) => resource.actions_suppressor !== undefined)
      .map(({ alarm_name, actions_suppressor }) => ({ alarm_name, actions_suppressor }));
    const availability = {
      alarm: expect.stringContaining("Monitoring_SymptomAvailability"),
      wait_period: 120,
      extension_period: 60,
    };
    expect(suppressed).toEqual([
      { alarm_name: "pictor-test-symptom-capacity", actions_suppressor: availability },
      { alarm_name: "pictor-test-symptom-latency", actions_suppressor: availability },
    ]);
  });

  it("never names a unit: such an alarm is silent where the data carries another", () => {
    for (const { unit, metric_query } of metricAlarms(all)) {
      expect(unit).toBeUndefined();
      expect(JSON.stringify(metric_query ?? [])).not.toContain('"unit"');
    }
  });

  it("counts what logs say and no metric does", () => {
    const filters = Object.fromEntries(
      all
        .resources("aws_cloudwatch_log_metric_filter")
        .map((filter) => [String(filter.name), filter]),
    );
    expect(filters["pictor-test-network-rejected"]).toMatchObject({
      log_group_name: "/flow",
      // All fourteen fields of the default format: a pattern with fewer matches no line.
      pattern:
        '[version, account, interface, source, destination, sourcePort, destinationPort, protocol, packets, bytes, start, end, action="REJECT", status]',
      metric_transformation: { namespace: "Pictor/pictor-test", value: "1", default_value: "0" },
    });
    expect(filters["pictor-test-predict-failures-by-code"]).toMatchObject({
      pattern: "{ $.status >= 500 }",
      metric_transformation: { dimensions: { code: "$.code" } },
    });
    const byCode = filters["pictor-test-predict-failures-by-code"] as {
      metric_transformation: Record<string, unknown>;
    };
    expect(byCode.metric_transformation).not.toHaveProperty("default_value");
  });

  it("watches the key by CloudTrail's event, which pages", () => {
    const rule = all.single("aws_cloudwatch_event_rule");
    expect(JSON.parse(String(rule.event_pattern))).toEqual({
      source: ["aws.kms"],
      "detail-type": ["AWS API Call via CloudTrail"],
      detail: {
        eventSource: ["kms.amazonaws.com"],
        eventName: ["DisableKey", "ScheduleKeyDeletion"],
        errorCode: [{ exists: false }],
        resources: { ARN: [keyArn] },
      },
    });
    const target = all.single("aws_cloudwatch_event_target");
    expect(target.arn).toEqual(topicArn("PageTopic"));
    // With a role, delivery to an encrypted topic fails.
    expect(target.role_arn).toBeUndefined();
  });

  it("tells of a budget that is forecast to be spent, nearly spent and spent; of everything in the account", () => {
    const budget = all.single("aws_budgets_budget");
    expect(budget).toMatchObject({ limit_amount: "500.00", limit_unit: "USD" });
    expect(budget.cost_filter).toBeUndefined();
    expect(
      (budget.notification as Record<string, unknown>[]).map((notification) => [
        notification.notification_type,
        notification.threshold,
        notification.subscriber_sns_topic_arns,
      ]),
    ).toEqual([
      ["FORECASTED", 100, [topicArn("NotifyTopic")]],
      ["ACTUAL", 80, [topicArn("NotifyTopic")]],
      ["ACTUAL", 100, [topicArn("NotifyTopic")]],
    ]);
  });
});
