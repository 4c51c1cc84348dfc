import { readFileSync, writeFileSync } from "node:fs";
import type { DeployedEndpoint } from "@pictor/contracts";
import { releaseManifestSchema } from "@pictor/contracts/schemas";
import fc from "fast-check";
import { calibrate } from "../src/checks/calibrate/calibrate";
import { load } from "../src/checks/calibrate/load";
import { calibrationRow, measuredOn, withCalibration } from "../src/checks/calibrate/row";
import {
  bestStage,
  goesOn,
  percentile,
  type Stage,
  summarise,
} from "../src/checks/calibrate/stage";
import { deployedInstances } from "./deployed-instances";
import { place, release } from "./release-fixture";
import { answerOf, ReleasedService } from "./released-service";

const stage = (changes: Partial<Stage> = {}): Stage => ({
  callers: 1,
  calls: 100,
  failed: 0,
  rps: 10,
  p50Ms: 50,
  p99Ms: 100,
  ...changes,
});

describe("percentile", () => {
  it("is a value that the share of all values does not exceed, and the smallest", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 1 }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (values, share) => {
          const found = percentile(values, share);
          const below = (limit: number) => values.filter((value) => value <= limit).length;
          expect(values).toContain(found);
          expect(below(found)).toBeGreaterThanOrEqual(share * values.length - 1e-9);
          expect(below(found - 1)).toBeLessThan(share * values.length + 1e-9);
        },
      ),
    );
  });
});

describe("summarise", () => {
  it("counts only what was answered well, in rate and latency", () => {
    const samples = [
      { milliseconds: 10, well: true },
      { milliseconds: 30, well: true },
      { milliseconds: 9_000, well: false },
    ];
    expect(summarise(2, samples, 4)).toEqual({
      callers: 2,
      calls: 3,
      failed: 1,
      rps: 0.5,
      p50Ms: 10,
      p99Ms: 30,
    });
  });
});

describe("bestStage", () => {
  it("is the fastest of those without failures and in time, that say enough", () => {
    const fast = stage({ rps: 20 });
    expect(bestStage([stage(), fast, stage({ rps: 30, failed: 1 })], 3_000)).toBe(fast);
    expect(bestStage([stage(), stage({ rps: 30, p99Ms: 3_001 })], 3_000)?.rps).toBe(10);
    expect(bestStage([stage({ calls: 19 })], 3_000)).toBeUndefined();
  });
});

describe("goesOn", () => {
  it("ends where more callers fail, come late or bring no more", () => {
    expect(goesOn([], 3_000)).toBe(true);
    expect(goesOn([stage(), stage({ rps: 12 })], 3_000)).toBe(true);
    expect(goesOn([stage(), stage({ rps: 10.2 })], 3_000)).toBe(false);
    expect(goesOn([stage({ failed: 1 })], 3_000)).toBe(false);
    expect(goesOn([stage({ p99Ms: 3_001 })], 3_000)).toBe(false);
  });
});

describe("load", () => {
  it("makes no more calls than it may, and has no more callers at once", async () => {
    let calls = 0;
    let atOnce = 0;
    let most = 0;
    const call = async () => {
      calls += 1;
      atOnce += 1;
      most = Math.max(most, atOnce);
      await new Promise((resolve) => setTimeout(resolve, 1));
      atOnce -= 1;
      return true;
    };
    await load(call, 2, { seconds: 60, requests: 30, callers: 4, latencyMs: 3_000 });
    expect(calls).toBe(30);
    expect(most).toBeLessThanOrEqual(4);
  });

  it("ends by time though nothing else ends it", async () => {
    const call = () => new Promise<boolean>((resolve) => setTimeout(() => resolve(true), 1));
    const stages = await load(call, 1, {
      seconds: 0.7,
      requests: 1e9,
      callers: 1e9,
      latencyMs: 3_000,
    });
    expect(stages.length).toBeGreaterThan(0);
  });

  it("doubles the callers until one call fails", async () => {
    let calls = 0;
    const call = () => Promise.resolve(++calls < 150);
    const stages = await load(call, 1, {
      seconds: 60,
      requests: 100,
      callers: 64,
      latencyMs: 3_000,
    });
    expect(stages.map(({ callers, failed }) => [callers, failed])).toEqual([[1, 0]]);
  });
});

describe("a row", () => {
  const row = { target: "ml.m5.xlarge", on: "aws", date: "2026-11-22" } as const;

  it("is of one instance, though several shared the calls", () => {
    expect(calibrationRow(stage({ rps: 24.1234 }), { ...row, instances: 2 })).toEqual({
      ...row,
      rps: 12.1,
      p50Ms: 50,
      p99Ms: 100,
    });
  });

  it("says that it is of AWS only where AWS answered", () => {
    expect(measuredOn("runtime.sagemaker.eu-central-1.amazonaws.com")).toBe("aws");
    expect(measuredOn("runtime.sagemaker.cn-north-1.amazonaws.com.cn")).toBe("aws");
    expect(measuredOn("127.0.0.1")).toBe("local");
    expect(measuredOn("amazonaws.com.example.org")).toBe("local");
  });

  it("takes the place of the one of the same capacity there, and of no other", () => {
    const before = { schema: 1, live: release("live") } as const;
    const of = (changes: object) =>
      ({ ...calibrationRow(stage(), { ...row, instances: 1 }), ...changes }) as never;
    const all = [of({}), of({ on: "local" }), of({ target: "ml.c5.xlarge" }), of({ rps: 99 })];
    const { calibration } = all.reduce(withCalibration, before).live;
    expect(calibration.map(({ target, on, rps }) => [target, on, rps])).toEqual([
      ["ml.m5.xlarge", "local", 10],
      ["ml.c5.xlarge", "aws", 10],
      ["ml.m5.xlarge", "aws", 99],
    ]);
  });
});

describe("calibrate, against an AWS on loopback", () => {
  const live = release("live");
  const endpoint: DeployedEndpoint = {
    name: "pictor-dev-serverless",
    kind: "serverless",
    configuration: "c",
    capacity: "serverless-2048",
    owner: "terraform",
    scales: false,
    serverless: { maxConcurrency: 4 },
  };
  let service: ReleasedService;
  let calls: number;

  const absent: string[] = [];
  const run = (requests = 200) =>
    calibrate({
      place,
      releasesDirectory: service.directory,
      seconds: 30,
      requests,
      onStage: () => undefined,
      onAbsent: (name) => void absent.push(name),
    });
  const written = () =>
    releaseManifestSchema.parse(JSON.parse(readFileSync(service.manifestFile, "utf8")));

  beforeEach(async () => {
    service = await ReleasedService.start(live, endpoint);
    service.account.endpoints.set(endpoint.name, { EndpointStatus: "InService" });
    absent.length = 0;
    calls = 0;
    service.account.invoke = () => {
      calls += 1;
      return answerOf(live);
    };
  });
  afterEach(() => service.stop());

  it("measures what there is of an adaptive environment, and says which endpoint is absent", async () => {
    const controlled: DeployedEndpoint = {
      name: "pictor-dev-real-time",
      kind: "realTime",
      configuration: "c",
      capacity: "ml.m5.xlarge",
      owner: "controller",
      scales: true,
      instances: { ...deployedInstances, securityGroupId: "sg-1" },
    };
    service.deployAll([controlled, endpoint]);
    const rows = await run();
    expect(absent).toEqual(["pictor-dev-real-time"]);
    expect(rows.map(({ target }) => target)).toEqual(["serverless-2048"]);
    expect(written().live.calibration).toEqual(rows);
  });

  it("refuses an endpoint of Terraform's that is missing", async () => {
    service.account.endpoints.clear();
    await expect(run()).rejects.toThrow("there is no endpoint 'pictor-dev-serverless'");
    expect(calls).toBe(0);
  });

  it("writes a row that is marked as local, within the calls that it may make", async () => {
    const rows = await run();
    expect(rows).toEqual([expect.objectContaining({ target: "serverless-2048", on: "local" })]);
    expect(written().live.calibration).toEqual(rows);
    // One more asks who answers, before any load.
    expect(calls).toBeLessThanOrEqual(201);
  });

  it("measures no other release than the live one, and writes nothing", async () => {
    service.account.invoke = () => answerOf({ ...live, sha256: "0".repeat(64) });
    await expect(run()).rejects.toThrow(/answers from release 0{64}/);
    expect(written().live.calibration).toEqual([]);
  });

  it("writes nothing of an endpoint that fails under load, though a second attempt would be answered", async () => {
    const { invoke } = service.account;
    service.account.invoke = () => {
      const answer = invoke();
      return calls > 5 && calls % 2 === 0 ? { status: 500, body: "{}" } : answer;
    };
    await expect(run()).rejects.toThrow(/carried no load: of \d+ calls \d+ failed/);
    expect(written().live.calibration).toEqual([]);
  });

  it("writes nothing where another release went live meanwhile", async () => {
    const { invoke } = service.account;
    const live = release("another");
    service.account.invoke = () => {
      writeFileSync(service.manifestFile, JSON.stringify({ schema: 1, live }));
      return invoke();
    };
    await expect(run()).rejects.toThrow(/another release went live meanwhile/);
    expect(written()).toEqual({ schema: 1, live });
  });
});
