import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type CapacityPolicy,
  defaultRules,
  simulate,
  type Threshold,
  type Trace,
} from "@pictor/capacity";
import type { Resource } from "@pictor/cost";
import { readEnvironments, type SynthesisedEnvironment } from "../src/cost/environments";
import { ownPolicy } from "../src/simulate/own-policy";
import { planEnvironment } from "../src/simulate/plan";
import { changedRules } from "../src/simulate/rules";
import { spec } from "./adaptive-fixture";

const zone = "Europe/Berlin";
const change = (options: Parameters<typeof changedRules>[1]) =>
  changedRules(defaultRules, options, zone);

describe("rules of the command line", () => {
  it("take the place of those before, and leave the others", () => {
    expect(change({})).toEqual(defaultRules);
    expect(change({ rule: ["inAfterMinutes=20", "outAfterMinutes.cost=45"] })).toEqual({
      ...defaultRules,
      inAfterMinutes: 20,
      outAfterMinutes: { ...defaultRules.outAfterMinutes, cost: 45 },
    });
  });

  it("have hours on days, over the weekend, too, in the zone", () => {
    const { schedule } = change({ schedule: "mon-wed 08:00-18:00, SAT-mon 10:00-24:00" });
    expect(schedule).toEqual({
      timeZone: zone,
      windows: [
        { days: ["mon", "tue", "wed"], from: "08:00", to: "18:00" },
        { days: ["sat", "sun", "mon"], from: "10:00", to: "24:00" },
      ],
    });
  });

  it("look back as many weeks as are wanted, of which no more must agree", () => {
    expect(change({ anticipate: 2 }).anticipate).toEqual({
      ...{ weeks: 2, agree: 2, horizonMinutes: 120, timeZone: zone },
    });
    expect(changedRules(change({ anticipate: 8 }), { anticipate: 0 }, zone)).toEqual(defaultRules);
  });

  it("keep serverless warm in one of three ways", () => {
    expect(change({ warm: "none" }).warm).toEqual({ kind: "none" });
    expect(change({ warm: "ping:7" }).warm).toEqual({ kind: "ping", everyMinutes: 7 });
    expect(change({ warm: "provisioned:3" }).warm).toEqual({ kind: "provisioned", count: 3 });
  });

  it.each<[Parameters<typeof changedRules>[1], string]>([
    [{ rule: ["inAfter=3"] }, "unknown rule 'inAfter', did you mean 'inAfterMinutes'"],
    [{ rule: ["outAfterMinutes=3"] }, "unknown rule 'outAfterMinutes'"],
    [{ rule: ["inBelow=half"] }, "rule inBelow must be a number, got 'half'"],
    [{ rule: ["inBelow"] }, "rule inBelow must be a number, got ''"],
    [{ schedule: "weekdays 8-18" }, "must be like 'mon-fri 08:00-18:00', got 'weekdays 8-18'"],
    [{ schedule: "mon-fry 08:00-18:00" }, "got 'mon-fry 08:00-18:00'"],
    [{ schedule: "mon 08:00-18:00," }, "got ''"],
    [{ warm: "ping" }, "must be none, ping:<minutes> or provisioned:<count>, got 'ping'"],
    [{ warm: "provisioned:few" }, "got 'provisioned:few'"],
  ])("%j are refused in words", (options, message) =>
    expect(() => change(options)).toThrow(message),
  );
});

describe("the plan of an environment", () => {
  const directory = mkdtempSync(join(tmpdir(), "pictor-plan-"));
  let prod: SynthesisedEnvironment;
  beforeAll(async () => {
    [prod] = (await readEnvironments(["prod"], directory)) as [SynthesisedEnvironment];
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  /** Two days, Monday and Tuesday: busy from 8 to 18, quiet otherwise. */
  const trace: Trace = {
    name: "two days",
    startsAt: Date.UTC(2026, 0, 5),
    requests: Array.from({ length: 2880 }, (_, minute) => {
      const hour = Math.floor(minute / 60) % 24;
      return hour >= 8 && hour < 18 ? 390 : 1;
    }),
  };
  const plan = (options: Parameters<typeof changedRules>[1], environment = prod) =>
    planEnvironment(environment, { anticipate: 0, timeZone: "UTC", ...options });
  const run = (options: Parameters<typeof changedRules>[1]) =>
    simulate(trace, plan(options).inputs);

  it("prices both ways of keeping serverless warm, and the one that is chosen counts", () => {
    expect(plan({}).lines.at(-1)).toMatch(
      /^warm: nothing keeps serverless warm; a ping every 5 min costs \$\d.*promises nothing; provisioned concurrency of 1 costs \$\d/,
    );
    const warm = { warm: "provisioned:2" };
    expect(plan(warm).lines.at(-1)).toMatch(/^warm: provisioned concurrency.*of 2 costs \$/);
    expect(run(warm).serverless.usd).toBeGreaterThan(run({}).serverless.usd);
  });

  it("obeys a schedule and rules", () => {
    const usual = run({}).adaptive.minutesOnInstances;
    const hours = { schedule: "mon-tue 00:00-24:00" };
    expect(run(hours).adaptive.minutesOnInstances).toBeGreaterThan(2800);
    expect(run({ rule: ["inAfterMinutes=120"] }).adaptive.minutesOnInstances).toBeGreaterThan(
      usual,
    );
    expect(run({ rule: ["outAfterMinutes.cost=1000"] }).adaptive.minutesOnInstances).toBe(0);
  });

  it("lists what is wrong with the rules as a whole", () => {
    expect(() => plan({ rule: ["inAfterMinutes=0.5", "backOffMinutes.most=1"] })).toThrow(
      /^prod cannot be simulated:\n- inAfterMinutes: /,
    );
  });

  it("has an adaptive environment's own rules, range and objective, unless they are changed", () => {
    const latency: Threshold = { kind: "latency", rps: 1, arithmetic: "too slow" };
    const policy: CapacityPolicy = {
      ...spec.policy,
      inAfterMinutes: 99,
      thresholds: [...spec.policy.thresholds, latency],
      prices: { ...spec.policy.prices, minInstances: 3, maxInstances: 5 },
    };
    const parameter: Resource = {
      ...{ address: "aws_ssm_parameter.a", type: "aws_ssm_parameter", references: {} },
      values: { name: "/pictor/prod/capacity/spec", value: JSON.stringify({ ...spec, policy }) },
    };
    const adaptive = { ...prod, resources: [...prod.resources, parameter] };
    const { inputs, lines } = plan({ rule: ["inBelow=0.5"] }, adaptive);
    expect(inputs.policy).toMatchObject({ inAfterMinutes: 99, inBelow: 0.5 });
    expect(inputs.policy.prices).toMatchObject({ minInstances: 3, maxInstances: 5 });
    expect(inputs.policy.thresholds).toContainEqual(latency);
    expect(lines).toContain("latency: too slow");
    const other = planEnvironment(adaptive, { timeZone: "UTC", latency: 500 });
    expect(other.inputs.policy.thresholds).not.toContainEqual(latency);
  });
});

describe("the policy of a synthesised environment", () => {
  const parameter = (name: string, value: unknown) => ({
    ...{ address: "aws_ssm_parameter.a", type: "aws_ssm_parameter", references: {} },
    values: { name, value: JSON.stringify(value) },
  });
  const named = "/pictor/dev/capacity/spec";

  it("is that of its spec, whose other names only Terraform knows", () => {
    const reference = `\${aws_sagemaker_endpoint_configuration.${"x".repeat(80)}.name}`;
    const live = { ...spec.realTime.live, configuration: reference };
    const synthesised = { ...spec, realTime: { ...spec.realTime, live } };
    const resources = [parameter("/other", 1), parameter(named, synthesised)];
    expect(ownPolicy(resources, named)).toEqual(spec.policy);
  });

  it("is not there where the environment is not adaptive", () => {
    expect(ownPolicy([parameter("/other", 1)], named)).toBeUndefined();
  });
});
