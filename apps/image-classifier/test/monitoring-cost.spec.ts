import { readFileSync } from "node:fs";
import { join } from "node:path";
import { routingMetrics } from "@pictor/contracts";
import { charge, type FixedDimension, type Price, priceOf } from "@pictor/cost";
import { manifestOf, metricsOfAlarm, Synthesised } from "@pictor/testing";
import { Testing } from "cdktf";
import { prod } from "../environments/prod";
import { ServiceStack } from "../src/service-stack";

const readme = readFileSync(join(__dirname, "../../../packages/monitoring/README.md"), "utf8");

/** `[line, n, price, USD]` of the README's bill. */
const bill = readme
  .split("\n")
  .filter((line) => /^\|.*\| +\d+\.\d\d \|$/.test(line))
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .map(([, line = "", n = "", , usd = ""]) => ({ line, n: Number(n || 0), usd: Number(usd) }));

/** Codes of failures that the bill reckons with in a month: `model-failed`, `deadline`, `no-capacity`. */
const failingCodes = 3;

const stack = new Synthesised(
  Testing.synth(new ServiceStack(Testing.app(), "service", prod, manifestOf("a"))),
);
const own = (type: string) =>
  stack
    .addresses()
    .filter((address) => address.startsWith(`${type}.Monitoring_`))
    .map((address) => address.slice(type.length + 1)).length;

const priced = (dimension: FixedDimension, quantity: number): number =>
  charge(priceOf(prod.region, dimension) as Price, quantity);

describe("the bill in the README of monitoring", () => {
  it("counts what prod really has", () => {
    const counted = Object.fromEntries(bill.map(({ line, n }) => [line, n]));
    expect(counted).toMatchObject({
      "metric alarms": own("aws_cloudwatch_metric_alarm"),
      "composite alarms": own("aws_cloudwatch_composite_alarm"),
      dashboard: own("aws_cloudwatch_dashboard"),
      budget: own("aws_budgets_budget"),
      "saved queries": own("aws_cloudwatch_query_definition"),
      "event rule": own("aws_cloudwatch_event_rule"),
    });
  });

  it("counts metrics that are made here: of logs, a code that fails at a time, and of routing", () => {
    const counted = Object.fromEntries(bill.map(({ line, n, usd }) => [line, { n, usd }]));
    const filters = stack.resources("aws_cloudwatch_log_metric_filter") as readonly {
      readonly metric_transformation: { readonly dimensions?: object };
    }[];
    const byCode = filters.filter(({ metric_transformation: { dimensions } }) => dimensions);
    const ofLogs = filters.length - byCode.length + failingCodes * byCode.length;
    const { targets, ...ofRequests } = routingMetrics("any", ["one"]);
    const ofRouting = [...Object.values(ofRequests), ...Object.values(targets.one ?? {})].length;
    expect(counted["metrics of logs"]).toEqual({
      n: ofLogs,
      usd: expect.closeTo(priced("custom-metric-month", ofLogs)),
    });
    expect(counted["metrics of routing"]).toEqual({
      n: ofRouting,
      usd: expect.closeTo(priced("custom-metric-month", ofRouting)),
    });
  });

  it("reckons alarms by the metrics that they read, composite alarms and the dashboard by the piece", () => {
    const usd = Object.fromEntries(bill.map(({ line, usd: cost }) => [line, cost]));
    const read = stack
      .resources("aws_cloudwatch_metric_alarm")
      .filter(({ tags }) => (tags as { Symptom?: string } | undefined)?.Symptom !== undefined)
      .flatMap(metricsOfAlarm).length;
    expect(usd["metric alarms"]).toBeCloseTo(priced("alarm-standard-resolution-month", read));
    expect(usd["composite alarms"]).toBeCloseTo(
      priced("alarm-composite-month", own("aws_cloudwatch_composite_alarm")),
    );
    expect(usd.dashboard).toBeCloseTo(priced("dashboard-month", own("aws_cloudwatch_dashboard")));
  });

  it("sums up", () => {
    const total = bill.find(({ line }) => line === "**together**");
    const lines = bill.filter(({ line }) => line !== "**together**");
    expect(lines).toHaveLength(10);
    expect(total?.usd).toBeCloseTo(lines.reduce((sum, { usd }) => sum + usd, 0));
  });
});
