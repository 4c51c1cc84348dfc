import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { warmingPrices } from "@pictor/capacity";
import { capacityMetrics } from "@pictor/contracts";
import { subtotals } from "@pictor/cost";
import { Synthesised } from "@pictor/testing";
import { Testing } from "cdktf";
import { environments } from "../environments";
import { dev } from "../environments/dev";
import { prod } from "../environments/prod";
import { staging } from "../environments/staging";
import { type AdaptiveCapacity, planAdaptive } from "../src/adaptive-capacity";
import { configure } from "../src/configuration";
import type { Environment } from "../src/environment";
import { monthlyBill } from "../src/monthly-bill";
import { ServiceStack } from "../src/service-stack";
import { billOf, idle, manifest, seed, texts } from "./bills";

describe("production at the seed's traffic", () => {
  const bill = billOf(prod);
  const [, text = ""] = texts(prod);
  const stack = new Synthesised(text);

  it("costs at most 220 US dollars a month, with nothing unpriced", () => {
    expect(bill.unpriced).toEqual([]);
    expect(bill.usd.expected).toBeLessThanOrEqual(220);
    // It is not cheap by mistake either.
    expect(bill.usd.expected).toBeGreaterThan(200);
  });

  it("is priced with high confidence", () => {
    expect(bill.lines.filter(({ confidence }) => confidence !== "high")).toEqual([]);
    expect(bill.lines.flatMap(({ flags }) => flags)).not.toContain("stale");
  });

  it("has two instances in two zones, which autoscaling adds to", () => {
    const target = stack.single("aws_appautoscaling_target");
    expect(target.min_capacity).toBeGreaterThanOrEqual(2);
    expect(target.max_capacity).toBeGreaterThan(Number(target.min_capacity));
    const zones = stack.resources("aws_subnet").map(({ availability_zone }) => availability_zone);
    expect(new Set(zones).size).toBeGreaterThanOrEqual(2);
    const { vpc_config } = stack.single("aws_sagemaker_model") as {
      vpc_config: { subnets: string[] };
    };
    expect(vpc_config.subnets.length).toBeGreaterThanOrEqual(2);
  });

  it("has an interface endpoint in two zones", () => {
    const interfaces = stack
      .resources("aws_vpc_endpoint")
      .filter(({ vpc_endpoint_type }) => vpc_endpoint_type === "Interface");
    expect(interfaces).toHaveLength(1);
    expect(interfaces).toMatchObject([{ subnet_ids: [expect.anything(), expect.anything()] }]);
  });

  it("has a firewall with four rules or more before the API", () => {
    expect((stack.single("aws_wafv2_web_acl").rule as unknown[]).length).toBeGreaterThanOrEqual(4);
    expect(stack.resources("aws_wafv2_web_acl_association")).toHaveLength(1);
  });

  it("has a key of its own that encrypts volumes and logs", () => {
    const data = new Synthesised(texts(prod)[0] ?? "");
    expect(data.resources("aws_kms_key")).toHaveLength(1);
    expect(stack.single("aws_sagemaker_endpoint_configuration")).toHaveProperty("kms_key_arn");
    for (const group of stack.resources("aws_cloudwatch_log_group")) {
      expect(group).toHaveProperty("kms_key_id");
    }
  });

  it("has thirty alarms or more, a dashboard, flow logs, traces and a year of logs", () => {
    const alarms = ["aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm"].flatMap(
      (type) => stack.resources(type),
    );
    expect(alarms.length).toBeGreaterThanOrEqual(30);
    expect(stack.resources("aws_cloudwatch_dashboard")).toHaveLength(1);
    expect(stack.resources("aws_flow_log")).toHaveLength(1);
    expect(stack.single("aws_api_gateway_stage").xray_tracing_enabled).toBe(true);
    for (const { retention_in_days: days } of stack.resources("aws_cloudwatch_log_group")) {
      expect(days).toBe(365);
    }
  });
});

/** Monthly cost of each construct of an environment's service stack, as `docs/costs.md` writes it. */
function subtotalsOf(environment: Environment): readonly (readonly string[])[] {
  const stack = new ServiceStack(Testing.app(), environment.name, environment, manifest);
  const { lines } = monthlyBill({ stack, environment, release: manifest.live, traffic: seed });
  return subtotals(lines, "construct").map(({ name, usd }) => [name, usd.expected.toFixed(2)]);
}

/** Returns the table rows of `docs/costs.md` that have so many cells, without bold and code marks. */
const documented = (cells: number): readonly (readonly string[])[] =>
  readFileSync(join(__dirname, "../../../docs/costs.md"), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .map((line) => line.replaceAll(/[*`]/g, "").split("|").slice(1, -1))
    .filter((row) => row.length === cells)
    .map((row) => row.map((cell) => cell.trim()));

describe("docs/costs.md", () => {
  const bill = billOf(prod);

  it("has production's bill by construct, which adds up", () => {
    const rows = documented(2).filter(([name = ""]) => /^(prod|together)/.test(name));
    expect(rows).toEqual([...subtotalsOf(prod), ["together", bill.usd.expected.toFixed(2)]]);
  });

  it("says what all instances cost, and what a larger budget buys", () => {
    const text = readFileSync(join(__dirname, "../../../docs/costs.md"), "utf8");
    expect(text).toContain(`it is ${bill.usd.max.toFixed(2)}.`);
    const capacity = prod.capacity as Extract<Environment["capacity"], { kind: "realTime" }>;
    const of = (changes: Partial<typeof capacity>) => ({
      ...prod,
      capacity: { ...capacity, ...changes },
    });
    const network = {
      ...prod.network,
      availabilityZones: ["us-east-1a", "us-east-1b", "us-east-1c"],
    } as Environment["network"];
    const costs = [
      billOf(of({ instances: { min: 3, max: 4 } })),
      billOf(of({ instanceType: "ml.c5.xlarge" })),
      billOf(of({ instanceType: "ml.m5.xlarge" })),
      billOf({ ...prod, network }),
      billOf(prod, { ...seed, requestsPerMonth: 2e6 }),
      billOf(prod, { ...seed, requestsPerMonth: 10e6 }),
    ].map(({ usd }) => `+${(usd.expected - bill.usd.expected).toFixed(2)}`);
    const rows = documented(2).filter(([, usd = ""]) => usd.startsWith("+"));
    expect(rows.map(([, usd]) => usd)).toEqual(costs);
  });
});

describe("docs/costs.md on staging, which is adaptive", () => {
  const text = readFileSync(join(__dirname, "../../../docs/costs.md"), "utf8").replaceAll(
    "\n",
    " ",
  );
  const bill = billOf(staging);
  const monthly = (rps: number) => ({ ...seed, requestsPerMonth: rps * 2_628_000 });

  it("has its bill by construct, which adds up", () => {
    const rows = documented(2).filter(([name = ""]) => name.startsWith("staging"));
    expect(rows).toEqual([
      ...subtotalsOf(staging),
      ["staging in all", bill.usd.expected.toFixed(2)],
    ]);
  });

  it("says when it is on instances, and what that, its controller and warm containers cost", () => {
    const plan = planAdaptive({
      region: staging.region,
      capacity: staging.capacity as AdaptiveCapacity,
      manifest,
      traffic: seed,
    });
    if ("problems" in plan) throw new Error(plan.problems.join());
    expect(text).toContain(
      `on instances from ${plan.policy.thresholds[0]?.rps.toFixed(2)} requests`,
    );
    expect(text).toContain(
      `At 4 requests a second all the time it is ${billOf(staging, monthly(4)).usd.expected.toFixed(2)}:`,
    );
    const sum = (lines: typeof bill.lines) =>
      lines.reduce((total, { usd }) => total + usd.expected, 0).toFixed(2);
    const reads = bill.lines.filter(({ item }) => item === "metrics read");
    const controller = bill.lines.filter(({ origin }) =>
      /^aws_\w+\.(Controller_|pictor_staging_capacity_)/.test(origin.address),
    );
    expect(text).toContain(
      `The controller costs ${sum(controller)} (GetMetricData is ${sum(reads)} of it)`,
    );
    const names = Object.values(capacityMetrics("any")).map(({ name }) => `1 metric ${name} `);
    const watching = bill.lines.filter(
      ({ origin, arithmetic, item }) =>
        names.some((name) => arithmetic.includes(name)) ||
        (item === "alarm" && /Monitoring_Capacity/.test(origin.address)),
    );
    expect(watching).toHaveLength(names.length + 5);
    expect(text).toContain(`its twelve metrics and five alarms ${sum(watching)} more`);
    const warm = warmingPrices(staging.region, 4096, plan.policy);
    const cents = Math.round(warm.pingUsdPerHour(5) * 730 * 100);
    const dollarsOfOne = Math.round((warm.provisionedUsdPerHour(1) ?? 0) * 730);
    expect(text).toContain(`would cost ${cents} cents a month`);
    expect(text).toContain(`AWS keeps ready, ${dollarsOfOne} dollars`);
  });
});

describe("the budget", () => {
  const limitOf = (environment: Environment, traffic = seed): number => {
    const [, text = ""] = texts(environment, traffic);
    return Number(new Synthesised(text).single("aws_budgets_budget").limit_amount);
  };

  it.each(environments.map((environment) => [environment.name, environment] as const))(
    "of %s is 1.25 times its bill",
    (_, environment) => {
      expect(limitOf(environment)).toBeCloseTo(1.25 * billOf(environment).usd.expected, 2);
    },
  );

  it("follows the margin, the capacity and the traffic", () => {
    expect(limitOf({ ...prod, budget: { margin: 2 } })).toBeCloseTo(
      2 * billOf(prod).usd.expected,
      2,
    );
    expect(limitOf(prod, { ...seed, requestsPerMonth: 2e6 })).toBeGreaterThan(limitOf(prod) + 10);
    expect(limitOf(dev, idle)).toBeLessThan(limitOf(dev));
  });

  it("counts by a tag where the environment says so", () => {
    const onlyTagged = { key: "Project", value: "pictor" };
    const [, text = ""] = texts({ ...dev, budget: { margin: 1.25, onlyTagged } });
    expect(new Synthesised(text).single("aws_budgets_budget").cost_filter).toEqual([
      { name: "TagKeyValue", values: ["user:Project$pictor"] },
    ]);
  });
});

describe("an environment's own traffic", () => {
  const directory = mkdtempSync(join(tmpdir(), "pictor-traffic-"));
  afterAll(() => rmSync(directory, { recursive: true }));
  const read = () =>
    configure({ environments: [dev], releasesDirectory: directory, trafficDirectory: directory });

  it("is the seed's where it has no file", () => {
    expect(read().environments[0]?.traffic).toMatchObject({ name: "seed" });
  });

  it("is what its file says, and a broken file is a problem of the configuration", () => {
    writeFileSync(join(directory, "dev.yaml"), "requestsPerMonth: 5\nimageBytes: 1\n");
    expect(read().environments[0]?.traffic.requestsPerMonth).toBe(5);
    writeFileSync(join(directory, "dev.yaml"), "requestPerMonth: 5\n");
    expect(read).toThrow("unknown key 'requestPerMonth', did you mean 'requestsPerMonth'?");
  });

  it("has no typed budget beside it", () => {
    const typed = { ...dev, monitoring: { ...dev.monitoring, budget: { monthlyUsd: 5 } } };
    expect(() =>
      configure({
        environments: [typed],
        releasesDirectory: directory,
        trafficDirectory: tmpdir(),
      }),
    ).toThrow("the budget is computed: set budget.margin of the environment instead");
  });
});
