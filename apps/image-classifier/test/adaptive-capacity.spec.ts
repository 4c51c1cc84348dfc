import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { capacityMetrics } from "@pictor/contracts";
import { estimate, readResources, shippedTrafficOf } from "@pictor/cost";
import { manifestOf, Synthesised } from "@pictor/testing";
import { Testing } from "cdktf";
import { staging } from "../environments/staging";
import type { AdaptiveCapacity } from "../src/adaptive-capacity";
import { busyHoursOf, planAdaptive } from "../src/adaptive-capacity";
import { configure } from "../src/configuration";
import { type Environment, environmentSchema } from "../src/environment";
import { namesOf } from "../src/environment-stack";
import { ServiceStack } from "../src/service-stack";

const capacity = staging.capacity as AdaptiveCapacity;
const manifest = manifestOf("a");
const traffic = shippedTrafficOf("seed");
const { region } = staging;
const of = (changes: Partial<AdaptiveCapacity>): Environment => ({
  ...staging,
  capacity: { ...capacity, ...changes },
});
const plan = (changes: Partial<AdaptiveCapacity> = {}) =>
  planAdaptive({ region, capacity: { ...capacity, ...changes }, manifest, traffic });

function stackOf(environment: Environment) {
  const stack = new ServiceStack(Testing.app(), "service", environment, manifest);
  const said = (type: string) =>
    stack.node.metadata.filter((entry) => entry.type === type).map(({ data }) => String(data));
  return { stack, said, out: new Synthesised(Testing.synth(stack)) };
}

describe("an adaptive environment's schema", () => {
  const problems = (given: unknown) =>
    environmentSchema
      .safeParse({ ...staging, capacity: given })
      .error?.issues.map(({ message, path }) => `${path.join(".")}: ${message}`);

  it("takes rules and a latency objective, and what its two endpoints take", () => {
    expect(problems(capacity)).toBeUndefined();
    expect(
      problems({
        ...capacity,
        rules: { outAfterMinutes: { cost: 2, capacity: 1, latency: 1 }, warm: { kind: "none" } },
        latency: { p99Ms: 800 },
      }),
    ).toBeUndefined();
  });

  it("says of an adaptive environment what is wrong with it, by path", () => {
    expect(
      problems({
        ...capacity,
        serverless: { ...capacity.serverless, memorySizeMb: 1000 },
        rules: { inAfterMinute: 3, inBelow: 2 },
        realTime: { ...capacity.realTime, instances: { min: 0, max: 1 } },
      }),
    ).toEqual([
      expect.stringMatching(/^capacity\.realTime: instances\.min/),
      expect.stringMatching(/^capacity\.serverless\.memorySizeMb: /),
      expect.stringMatching(/^capacity\.rules\.inBelow: /),
      expect.stringMatching(/^capacity\.rules: .*inAfterMinute/),
    ]);
    expect(problems({ ...capacity, kind: "adaptiv" })).toEqual([
      expect.stringMatching(/^capacity\.kind: .*realTime.*serverless.*adaptive/),
    ]);
  });

  it("needs a network, since it has instances", () => {
    const error = environmentSchema.safeParse({ ...staging, network: { kind: "none" } }).error;
    expect(error?.issues.map(({ message }) => message)).toEqual([
      "adaptive capacity has instances, which need network kind 'vpc', got 'none'",
    ]);
  });
});

describe("an adaptive environment's policy", () => {
  it("has its thresholds of this release, this traffic and AWS's prices, and says how", () => {
    const made = plan();
    if ("problems" in made) throw new Error(made.problems.join());
    const [cost, most] = made.policy.thresholds;
    expect([cost?.kind, most?.kind]).toEqual(["cost", "capacity"]);
    expect(made.lines.join("\n")).toContain(cost?.arithmetic);
    expect(made.lines.join("\n")).toMatch(
      /a ping every 5 min costs \$\d.* and promises nothing; 1 provisioned costs \$\d.* and does/,
    );
    const bigger = planAdaptive({
      region,
      capacity,
      manifest,
      traffic: { ...traffic, imageBytes: 3_000_000, latencyMs: 200 },
    });
    if ("problems" in bigger) throw new Error(bigger.problems.join());
    expect(bigger.policy.thresholds[1]?.rps).toBe(25);
    expect(bigger.policy.thresholds[0]?.rps).toBeGreaterThan(cost?.rps ?? 0);
  });

  it("refuses a type without a price, and containers that its rules do not know", () => {
    const realTime = {
      ...capacity.realTime,
      instanceType: { name: "ml.x9.huge", vCpus: 2, memoryGiB: 4 },
    };
    const serverless = { ...capacity.serverless, provisionedConcurrency: { count: 1 } };
    expect(plan({ realTime, serverless })).toEqual({
      problems: [
        expect.stringMatching(
          /instanceType 'ml.x9.huge' has no price in @pictor\/cost.*choose one of ml\./,
        ),
        expect.stringMatching(/serverless.provisionedConcurrency.*set capacity.rules.warm/),
      ],
    });
  });

  it("keeps as many containers ready as its rules say", () => {
    const { out } = stackOf(of({ rules: { warm: { kind: "provisioned", count: 2 } } }));
    const configs = out
      .resources("aws_sagemaker_endpoint_configuration")
      .flatMap(({ production_variants: of }) => of as { serverless_config?: object }[])
      .flatMap(({ serverless_config: config }) => config ?? []);
    expect(configs).toEqual([
      { memory_size_in_mb: 4096, max_concurrency: 5, provisioned_concurrency: 2 },
    ]);
  });

  it("is a problem of the configuration beside all others, with the environment's name", () => {
    const directory = mkdtempSync(join(tmpdir(), "pictor-adaptive-"));
    writeFileSync(join(directory, "staging.json"), JSON.stringify(manifest));
    const rules = { backOffMinutes: { first: 10, most: 5 } };
    const network = {
      kind: "vpc",
      cidrBlock: "10.9.0.0/16",
      availabilityZones: ["eu-central-1a", "eu-central-1b"],
    } as const;
    const far = { ...of({}), name: "far", region: "eu-central-1", network };
    writeFileSync(join(directory, "far.json"), JSON.stringify(manifest));
    const configured = () =>
      configure({
        environments: [of({ rules }), far],
        releasesDirectory: directory,
        trafficDirectory: directory,
      });
    expect(configured).toThrow("the configuration has 2 problem(s)");
    expect(configured).toThrow(
      "environment 'staging': capacity: backOffMinutes.most must be at least backOffMinutes.first 10, got 5",
    );
    expect(configured).toThrow(
      "environment 'far': capacity: serverless 4 GB: no price here in eu-central-1",
    );
    rmSync(directory, { recursive: true });
  });

  it("is printed while the stack is synthesised, what was assumed as a warning", () => {
    const { said } = stackOf(staging);
    const made = plan();
    if ("problems" in made) throw new Error(made.problems.join());
    expect(made.lines.length).toBeGreaterThan(4);
    expect(said("@cdktf/info")).toEqual(expect.arrayContaining([...made.lines]));
    const toolchain = /^(AWS provider|CDKTF|Node.js) '/;
    expect(said("@cdktf/warn").filter((text) => !toolchain.test(text))).toEqual(
      made.assumptions.map((text) => `the thresholds of adaptive capacity assume ${text}`),
    );
  });

  it("is what the controller reads", () => {
    const made = plan();
    if ("problems" in made) throw new Error(made.problems.join());
    const [spec] = stackOf(staging)
      .out.resources("aws_ssm_parameter")
      .filter(({ name }) => name === namesOf(staging).capacityParameters.spec);
    expect(JSON.parse(String(spec?.value)).policy).toEqual(made.policy);
  });
});

describe("busy hours", () => {
  it("are those of the schedule's windows in a week", () => {
    const windows = [
      { days: ["mon", "tue"], from: "08:00", to: "18:30" },
      { days: ["sat"], from: "22:00", to: "24:00" },
    ] as const;
    const schedule = {
      timeZone: "Europe/Berlin",
      windows: [...windows].map((w) => ({ ...w, days: [...w.days] })),
    };
    expect(busyHoursOf({ ...capacity, rules: { schedule } })).toBe(23);
    expect(busyHoursOf(capacity)).toBe(0);
  });
});

describe("an adaptive environment's bill", () => {
  const { out } = stackOf(staging);
  const billAt = (rps: number) =>
    estimate(
      readResources(JSON.parse(out.text())),
      { ...traffic, requestsPerMonth: rps * 2_628_000 },
      {
        release: manifest.live,
        on: "2026-11-28",
      },
    );

  it("has everything that its controller costs, with nothing unpriced", () => {
    const { lines, unpriced } = billAt(0.4);
    expect(unpriced).toEqual([]);
    const items = lines.map(({ origin, item }) => `${origin.type} ${item}`);
    expect(items).toEqual(
      expect.arrayContaining([
        "aws_lambda_function metrics read",
        "aws_scheduler_schedule invocations",
        "aws_ssm_parameter advanced parameter",
        "aws_ssm_parameter reads",
        "aws_sagemaker_endpoint_configuration ml.c5.large hours while they pay",
      ]),
    );
    for (const { name } of Object.values(capacityMetrics("any"))) {
      expect(
        lines.filter(({ arithmetic }) => arithmetic.includes(`1 metric ${name} `)),
      ).toHaveLength(1);
    }
  });

  it("follows the traffic over the thresholds: serverless alone, then instances", () => {
    const hours = (rps: number) =>
      billAt(rps).lines.find(({ item }) => item.endsWith("while they pay"))?.quantity;
    expect(hours(0.4)).toEqual({ min: 0, expected: 0, max: 1460 });
    expect(hours(1.6)).toEqual({ min: 0, expected: 730, max: 1460 });
    expect(hours(3)).toEqual({ min: 0, expected: 1460, max: 1460 });
  });
});
