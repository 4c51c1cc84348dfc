import { statistic } from "../src/alarm-definition";
import { graph, layOut, type Widget } from "../src/dashboard/widget";
import { api, build, watchAll } from "./watched";

interface Tile {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: {
    readonly title?: string;
    readonly markdown?: string;
    readonly view?: string;
    readonly metrics?: readonly (readonly unknown[])[];
    readonly alarms?: readonly string[];
    readonly query?: string;
    readonly yAxis?: { readonly left: { readonly label: string; readonly min?: number } };
    readonly start?: string;
  };
}

const body = String(build(watchAll).single("aws_cloudwatch_dashboard").dashboard_body);
const tiles: readonly Tile[] = JSON.parse(body).widgets;
const graphs = tiles.filter(({ type }) => type === "metric");
const titled = (part: string): Tile => {
  const found = graphs.find(({ properties }) => properties.title?.includes(part));
  if (found === undefined) throw new Error(`no graph '${part}'`);
  return found;
};
const rowsOf = (tile: Tile): readonly Record<string, unknown>[] =>
  (tile.properties.metrics ?? []).map((row) => {
    const options = row.at(-1) as Record<string, unknown>;
    return row.length === 1 ? options : { ...options, namespace: row[0], name: row[1] };
  });

describe("the dashboard", () => {
  it("answers in its top row whether users are served: how many, how well, how fast, by whom", () => {
    const [first, ...row] = tiles.filter(({ y }) => y <= 1);
    expect(first?.properties.markdown).toContain("Are users served?");
    expect(row.map(({ properties }) => properties.title)).toEqual([
      "Api: requests and success",
      "Api: requests a minute",
      "Api: latency end to end",
      "Who serves",
    ]);
    expect(rowsOf(titled("latency end to end")).map(({ stat }) => stat)).toEqual(["p50", "p99"]);
    expect(rowsOf(titled("Who serves")).map(({ name, label }) => [name, label])).toEqual([
      ["Invocations", "RealTime"],
      ["Invocations", "Serverless"],
    ]);
  });

  it("shows who serves an adaptive environment, its rate against the thresholds and what it saved", () => {
    const row = tiles.filter(({ properties }) => properties.title?.startsWith("Capacity: "));
    expect(new Set(row.map(({ y }) => y)).size).toBe(1);
    expect(row.map((tile) => rowsOf(tile).flatMap(({ name }) => name ?? []))).toEqual([
      ["OnInstances", "CostThreshold", "SavedUsd"],
      ["OnInstances", "Switches"],
      ["RequestRate", "CostThreshold", "CapacityThreshold", "LatencyThreshold"],
      ["SavedUsd"],
    ]);
  });

  it("shows the state of every alarm, those of symptoms first", () => {
    const [status] = tiles.filter(({ type }) => type === "alarm");
    const alarms = status?.properties.alarms ?? [];
    expect(alarms).toHaveLength(48 + 6);
    expect(alarms.slice(0, 6).every((arn) => arn.includes("composite_alarm"))).toBe(true);
    expect(new Set(alarms).size).toBe(alarms.length);
  });

  it("shows SageMaker's microseconds as milliseconds, everywhere but where seconds are summed", () => {
    const shown = graphs.flatMap((tile) =>
      rowsOf(tile)
        .filter(({ name }) => /Latency$|SetupTime$/.test(String(name)))
        .filter(({ namespace }) => namespace === "AWS/SageMaker")
        .map(({ id, visible }) => {
          const maths = rowsOf(tile).find(({ expression }) =>
            String(expression).includes(String(id)),
          );
          return { visible, expression: String(maths?.expression), axis: tile.properties.yAxis };
        }),
    );
    expect(shown.length).toBeGreaterThan(6);
    for (const { visible, expression, axis } of shown) {
      expect(visible).toBe(false);
      expect(expression).toMatch(
        axis?.left.label === "seconds an hour" ? /\/ 1000000$/ : /\/ 1000$/,
      );
    }
  });

  it("says on every axis what it counts, from zero, but for overdrawn budgets and negative savings", () => {
    for (const { properties } of graphs.filter((tile) => tile.properties.view === "timeSeries")) {
      expect(properties.yAxis?.left.label).toMatch(/\S/);
      const title = properties.title ?? "";
      const below = title.includes("budget left") ? -100 : title.includes("saved") ? undefined : 0;
      expect(properties.yAxis?.left.min).toBe(below);
    }
  });

  it("does maths only over what it names, under ids that CloudWatch takes", () => {
    for (const tile of graphs) {
      const rows = rowsOf(tile);
      const ids = rows.map(({ id }) => id).filter((id) => id !== undefined);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.every((id) => /^[a-z]\w*$/.test(String(id)))).toBe(true);
      for (const { expression } of rows.filter((row) => row.expression !== undefined)) {
        const used = String(expression).match(/\b[a-z]\w*\b/g) ?? [];
        expect(used.filter((word) => !ids.includes(word))).toEqual([]);
        expect(used.length).toBeGreaterThan(0);
      }
    }
  });

  it("reckons what is left of the error budgets over thirty days", () => {
    const availability = titled("99.9 % without 5xx");
    expect(availability.properties.start).toBe("-P30D");
    expect(rowsOf(availability)[0]).toMatchObject({
      expression: "100 * (1 - RUNNING_SUM(FILL(s0bad, 0)) / (0.001 * SUM(s0requests)))",
    });
    expect(rowsOf(titled("99 % within 1000 ms"))[1]).toMatchObject({
      name: "Latency",
      stat: "TC(1000:)",
      visible: false,
    });
  });

  it("has tables of what the logs say, and the drivers of the bill", () => {
    const queries = tiles.filter(({ type }) => type === "log");
    expect(queries.map(({ properties }) => properties.title)).toEqual([
      "Errors by cause",
      "Slowest requests",
    ]);
    expect(queries[0]?.properties.query).toMatch(/^SOURCE '\/function' \| filter /);
    const cost = graphs.filter(({ properties }) => properties.title?.startsWith("Cost: "));
    expect(cost).toHaveLength(4);
  });

  it("stays within CloudWatch's limits: 500 metrics a graph, 2500 a dashboard, alarms 100 a widget", () => {
    expect(Math.max(...graphs.map((tile) => rowsOf(tile).length))).toBeLessThanOrEqual(500);
    expect(graphs.flatMap(rowsOf).length).toBeLessThanOrEqual(2500);
    expect(body.length).toBeLessThan(1_000_000);
  });
});

describe("layOut", () => {
  const tile = (height: number): Widget => ({ type: "text", height, properties: {} });

  it("covers nothing twice and stays within 24 columns", () => {
    const placed = layOut([
      [tile(1)],
      [],
      [tile(4), tile(6), tile(6)],
      [tile(3), tile(3), tile(3), tile(3), tile(3)],
    ]) as readonly Tile[];
    const cells = placed.flatMap(({ x, y, width, height }) =>
      Array.from(
        { length: width * height },
        (_, i) => `${x + (i % width)},${y + Math.floor(i / width)}`,
      ),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(placed.every(({ x, width }) => x >= 0 && x + width <= 24)).toBe(true);
    expect(placed.map(({ y }) => y)).toEqual([0, 1, 1, 1, 7, 7, 7, 7, 7]);
  });

  it("draws a metric with its dimensions in CloudWatch's order: names and values, then the options", () => {
    const widget = graph({
      title: "t",
      region: "r",
      axis: "a",
      series: [{ label: "l", signal: statistic(api.metrics.count, "Sum") }],
    });
    expect(widget.properties.metrics).toEqual([
      ["AWS/ApiGateway", "Count", "ApiName", "a", "Stage", "v1", { stat: "Sum", label: "l" }],
    ]);
  });
});
