import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { layout } from "@pictor/cli";
import type { Calibration } from "@pictor/contracts";
import { local, manifest, pictor, predict, result, run } from "./local-run";

const { realTime } = local.endpoints;

describe("pictor start", () => {
  it("tells the local AWS where the training toolkit is, or will be", () => {
    const { stdout } = spawnSync("ps", ["-ww", "-o", "args=", "-p", String(run.emulator.pid)], {
      encoding: "utf8",
    });
    expect(stdout).toContain(` --training-python ${layout.trainingPython}`);
  });
});

describe("pictor status", () => {
  it("tells the stacks, the endpoint, the release, who served and how many requests there were", async () => {
    expect((await predict(result.image)).status).toBe(200);
    const { stacks, service } = JSON.parse(pictor("status", "--json").stdout);
    expect(stacks).toEqual([
      { name: "local-data", applied: true },
      { name: "local", applied: true },
    ]);
    expect(service.release).toBe(manifest().live.sha256);
    expect(service.endpoints).toMatchObject([
      { name: realTime, kind: "realTime", status: "InService" },
    ]);
    const { total, byStatus, byServer } = service.requests;
    expect(byServer[realTime]).toBeGreaterThanOrEqual(2);
    const statuses: number[] = Object.values(byStatus);
    expect(statuses.reduce((sum, count) => sum + count)).toBe(total);
  });
});

/** What a measurement on AWS would have written. */
const measured: Calibration = {
  target: "ml.m5.xlarge",
  on: "aws",
  rps: 10,
  p50Ms: 1000,
  p99Ms: 1234,
  date: "2026-11-23",
};

/** What every alarm says, by its name. */
function alarms(): ReadonlyMap<string, string> {
  const { service } = JSON.parse(pictor("status", "--json").stdout);
  return new Map(
    service.alarms.map(({ name, description }: Record<"name" | "description", string>) => [
      name,
      description,
    ]),
  );
}

describe("pictor deploy", () => {
  it("applies nothing where nothing has changed, and says how long that took", () => {
    const { status, stdout, stderr } = pictor("deploy");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout.match(/✓ stack \S+ .* nothing has changed, nothing applied/g)).toHaveLength(2);
    expect(stdout).toMatch(/deployed in \d+(\.\d)? s\n/);
  });

  it("applies what an edit changed to the running local AWS, and leaves the other stack", async () => {
    const before = alarms();
    const { live, ...rest } = manifest();
    const edited = { ...rest, live: { ...live, calibration: [measured] } };
    writeFileSync(join(run.releasesDirectory, "local.json"), JSON.stringify(edited));
    const { status, stdout } = pictor("deploy");
    expect(status).toBe(0);
    expect(stdout).toMatch(/✓ stack local-data .* nothing has changed, nothing applied/);
    expect(stdout).toMatch(/✓ stack local .* [1-9]\d* resources changed/);
    const changed = new Map([...alarms()].filter(([name, text]) => before.get(name) !== text));
    // Twice what was measured; the function's concurrency may follow from it, too, nothing else does.
    const latency = `${local.monitoring}-endpoint-model-latency`;
    expect(changed.get(latency)).toContain("took longer than 2468 ms");
    const others = [...changed.keys()].filter((name) => name !== latency);
    expect(others.filter((name) => !name.endsWith("-predict-concurrency"))).toEqual([]);
    expect((await predict(result.image)).status).toBe(200);
  });
});
