import { TerraformStack, TerraformVariable, Testing } from "cdktf";
import type { Monitoring, MonitoringProps, Subscription, WatchedEndpoint } from "../src";
import { api, build, monitoringIn, predict, realTime, watchAll } from "./watched";

const problemsOf = (
  props: Partial<MonitoringProps>,
  use: (monitoring: Monitoring) => void = () => undefined,
): string[] => {
  // Not synthesised: that of some hundred functions takes ten seconds, and tells no problem.
  const monitoring = monitoringIn(new TerraformStack(Testing.app(), "test"), props);
  use(monitoring);
  return monitoring.node.findAll().flatMap((node) => node.node.validate());
};

const variable = new TerraformVariable(new TerraformStack(Testing.app(), "test"), "v", {});
const email = (address: string): Subscription => ({ kind: "email", address, severity: "warning" });

describe("props of Monitoring", () => {
  it.each<[Partial<MonitoringProps>, string]>([
    [{ name: "my name" }, "name 'my name' must be 1 to 51 letters"],
    [{ name: "n".repeat(52) }, "must be 1 to 51 letters"],
    [{ name: variable.stringValue }, "name must be a literal, got a token: other resources' names"],
    [{ accountId: "12" }, "accountId '12' must be twelve digits"],
    [{ region: "Frankfurt" }, "region 'Frankfurt' must be an AWS region's code"],
    [{ region: variable.stringValue }, "region must be a literal"],
    [{ encryptionKey: { arn: "not-an-arn" } }, "encryptionKey.arn 'not-an-arn' must be the ARN"],
    [
      { encryptionKey: { arn: "arn:aws:kms:eu-central-1:123456789012:alias/x" } },
      "is the ARN of an alias: give that of its key",
    ],
    [
      { subscriptions: [email("notanaddress")] },
      "must be like on-call@example.com, got 'notanaddress'",
    ],
    [
      { subscriptions: [{ kind: "https", url: "http://x", severity: "warning" }] },
      "url of a subscription of kind 'https' must be like https://example.com/hook, got 'http://x'",
    ],
    [
      { subscriptions: [{ kind: "queue", arn: "q", severity: "warning" }] },
      "arn of a subscription of kind 'queue' must be like arn:<partition>:sqs:",
    ],
    [{ subscriptions: [email(variable.stringValue)] }, "is a token: give the subscription an 'id'"],
    [
      { chats: [{ teamId: "t", channelId: "C0", severity: "warning" }] },
      "teamId must be a Slack id",
    ],
    [
      { name: "n".repeat(51), chats: [{ teamId: "T0", channelId: "C0", severity: "warning" }] },
      "is too long for chats: the role",
    ],
    [{ budget: { monthlyUsd: variable.numberValue } }, "monthlyUsd must be a literal, got a token"],
    [{ runbookUrl: variable.stringValue }, "runbookUrl must be a literal, got a token"],
  ])("%#: are refused in words at synthesis", (props, problem) => {
    expect(problemsOf(props)).toEqual([expect.stringContaining(problem)]);
  });

  it("name whoever subscribes twice", () => {
    expect(() =>
      problemsOf({ subscriptions: [email("a@example.com"), email("a@example.com")] }),
    ).toThrow("There is already a Construct");
  });

  it("show of a webhook's URL no more than its host", () => {
    const hook = (url: string, id: string) =>
      ({ kind: "https", url, id, severity: "warning" }) as const;
    const [wrong, twice] = problemsOf({
      subscriptions: [
        hook("http://user:PLANTED@hooks.example.com/PLANTED?key=PLANTED", "Plain"),
        hook("https://hooks.example.com/PLANTED", "One"),
        hook("https://hooks.example.com/PLANTED", "Other"),
      ],
    });
    expect(wrong).toContain("got 'http://hooks.example.com/…'");
    expect(twice).toBe("subscriptions names https https://hooks.example.com/… (warning) twice");
  });

  it("may be tokens where they are only handed on", () => {
    const subscriptions = [{ ...email(variable.stringValue), id: "OnCall" }];
    expect(
      problemsOf({
        accountId: variable.stringValue,
        encryptionKey: { arn: variable.stringValue },
        subscriptions,
      }),
    ).toEqual([]);
  });
});

describe("numbers that thresholds are computed from", () => {
  const token = variable.numberValue;
  const watch =
    (changed: Partial<Extract<WatchedEndpoint, { vcpus: number }>>) => (m: Monitoring) =>
      void m.watchEndpoint("RealTime", {
        ...(realTime as typeof realTime & {
          vcpus: number;
          instances: { min: number; max: number };
        }),
        ...changed,
      } as WatchedEndpoint);

  it.each<[string, (monitoring: Monitoring) => void]>([
    ["timeoutMs", (m) => void m.watchFunction("Predict", { ...predict, timeoutMs: token })],
    [
      "reservedConcurrency",
      (m) => void m.watchFunction("Predict", { ...predict, reservedConcurrency: token }),
    ],
    ["expectedPeakRps", (m) => void m.watchApi("Api", { ...api, expectedPeakRps: token })],
    [
      "leastRequestsPerMinute",
      (m) => void m.watchApi("Api", { ...api, leastRequestsPerMinute: token }),
    ],
    ["vcpus", watch({ vcpus: token })],
    ["instances.min", watch({ instances: { min: token, max: 4 } })],
    ["instances.max", watch({ instances: { min: 2, max: token } })],
    ["latency.milliseconds", watch({ latency: { ...realTime.latency, milliseconds: token } })],
  ])("%s: a token is refused, never computed with", (name, use) => {
    expect(problemsOf({}, use)).toEqual([
      expect.stringContaining(`${name} must be a literal, got a token: a threshold is computed`),
    ]);
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])("%p is refused", (timeoutMs) => {
    const use = (m: Monitoring) => void m.watchFunction("Predict", { ...predict, timeoutMs });
    expect(problemsOf({}, use)).toEqual([
      `Predict: timeoutMs must be a number above 0, got ${timeoutMs}`,
    ]);
  });
});

describe("ids", () => {
  it.each(["my fn", "api", "", "A-b", "Ä"])("'%s' is refused", (id) => {
    const use = (m: Monitoring) => void m.watchNetwork(id, { flowLogGroupName: "/flow" });
    expect(problemsOf({}, use)).toEqual([expect.stringContaining(`id '${id}' must be PascalCase`)]);
  });

  it("may be used once", () => {
    const twice = (m: Monitoring) =>
      m
        .watchNetwork("Net", { flowLogGroupName: "/a" })
        .watchNetwork("Net", { flowLogGroupName: "/b" });
    expect(() => build((m) => void twice(m))).toThrow("id 'Net' is used twice: give each its own");
  });

  it("that make one alarm's id twice are refused where the second is given", () => {
    expect(() => build((m) => m.watchApi("Api", api).watchFunction("ApiServer", predict))).toThrow(
      "'ApiServer' would make a second alarm 'ApiServerErrors'",
    );
  });
});

describe("who is told", () => {
  const both = [email("a@example.com"), email("b@example.com")];
  const addresses = (subscriptions: readonly Subscription[]) =>
    build(watchAll, { subscriptions })
      .addresses()
      .filter((address) => address.startsWith("aws_sns_topic_subscription"));

  it("keeps the address in the state, whoever is added, removed or moved in the list", () => {
    const [a, b] = addresses(both);
    expect(addresses(both.toReversed()).sort()).toEqual([a, b].sort());
    expect([a, b]).toEqual(expect.arrayContaining(addresses(both.slice(1))));
  });

  it("in a chat gets one configuration for each channel, however many severities it hears", () => {
    const chat = { teamId: "T0", channelId: "C0" };
    const out = build(watchAll, {
      chats: [
        { ...chat, severity: "critical" },
        { ...chat, severity: "warning" },
        { ...chat, channelId: "C1", severity: "warning" },
      ],
    });
    expect(
      out
        .resources("aws_chatbot_slack_channel_configuration")
        .map(({ configuration_name, sns_topic_arns }) => [
          configuration_name,
          (sns_topic_arns as string[]).length,
        ]),
    ).toEqual([
      ["pictor-test-chat-C0", 2],
      ["pictor-test-chat-C1", 1],
    ]);
  });
});

describe("more than CloudWatch takes of one thing", () => {
  const many = (count: number) => (monitoring: Monitoring) => {
    for (let index = 0; index < count; index += 1) {
      monitoring.watchFunction(`F${index}x`, { ...predict, logGroupName: `/function-${index}` });
    }
  };
  const widgets = (dashboard: unknown) =>
    (
      JSON.parse(String(dashboard)) as {
        widgets: { type: string; properties: { alarms?: string[]; query?: string } }[];
      }
    ).widgets;

  it("is spread over several widgets, composite alarms and queries, and nothing is lost", () => {
    const out = build(many(60));
    const metricAlarms = out.resources("aws_cloudwatch_metric_alarm");
    const composites = out.resources("aws_cloudwatch_composite_alarm");
    expect(metricAlarms.length).toBeGreaterThan(400);
    for (const { alarm_rule } of composites) {
      expect(String(alarm_rule).split(" OR ").length).toBeLessThanOrEqual(50);
    }
    const parts = composites.filter(({ alarm_name }) => /-part-\d+$/.test(String(alarm_name)));
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) expect(part.alarm_actions).toBeUndefined();
    const rules = composites.map(({ alarm_rule }) => String(alarm_rule)).join();
    for (const { tags, alarm_name } of metricAlarms) {
      if ((tags as { Severity: string }).Severity !== "critical") continue;
      const index = /pictor-test-(f\d+x)-/.exec(String(alarm_name))?.[1];
      expect(rules).toContain(`_${index?.toUpperCase().replace("X", "x")}`);
    }
    const body = out.single("aws_cloudwatch_dashboard").dashboard_body;
    const shown = widgets(body).filter(({ type }) => type === "alarm");
    expect(shown.every(({ properties }) => (properties.alarms?.length ?? 0) <= 100)).toBe(true);
    expect(shown.flatMap(({ properties }) => properties.alarms ?? [])).toHaveLength(
      metricAlarms.length + composites.length - parts.length,
    );
    for (const { properties } of widgets(body).filter(({ type }) => type === "log")) {
      expect((properties.query ?? "").split("SOURCE").length - 1).toBeLessThanOrEqual(50);
    }
    const queries = out.resources("aws_cloudwatch_query_definition");
    for (const { log_group_names } of queries) {
      expect((log_group_names as string[]).length).toBeLessThanOrEqual(50);
    }
    const slowest = queries.filter(({ name }) => String(name).includes("slowest-requests"));
    expect(slowest.flatMap(({ log_group_names }) => log_group_names)).toHaveLength(60);
  });

  it("is refused where a dashboard cannot be: 500 widgets", () => {
    expect(problemsOf({}, many(260))).toEqual([
      expect.stringMatching(/the dashboard would have \d+ widgets, CloudWatch takes 500/),
    ]);
    expect(problemsOf({ dashboard: false }, many(260))).toEqual([]);
  });
});

describe("two regions of one account", () => {
  it("share no name of what belongs to the account: budget and dashboard", () => {
    const names = (region: string) => {
      const out = build(watchAll, { region, budget: { monthlyUsd: 10 } });
      return [
        out.single("aws_budgets_budget").name,
        out.single("aws_cloudwatch_dashboard").dashboard_name,
      ];
    };
    expect(names("eu-central-1")).toEqual([
      "pictor-test-monthly-eu-central-1",
      "pictor-test-overview-eu-central-1",
    ]);
    expect(names("eu-west-1")).not.toEqual(names("eu-central-1"));
  });
});
