import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { simulatedEndpoints } from "../src/simulate/endpoints";
import { printedBy } from "./printed-by";

const directory = mkdtempSync(join(tmpdir(), "pictor-simulate-"));
const chart = join(directory, "chart.svg");
const file = (name: string, text: string): string => {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
};

/** Two days: busy from 8 to 18, quiet otherwise. */
const trace = file(
  "two-days.csv",
  `time,requests\n${Array.from({ length: 2880 }, (_, minute) => {
    const hour = Math.floor(minute / 60) % 24;
    const at = new Date(Date.UTC(2026, 0, 5) + minute * 60_000).toISOString();
    return `${at},${hour >= 8 && hour < 18 ? 390 : 1}`;
  }).join("\n")}\n`,
);

afterAll(() => rmSync(directory, { recursive: true }));

/** What `pictor simulate` prints, of environments without a release. */
const simulate = (...words: string[]): Promise<string> =>
  printedBy(["simulate", ...words], directory);

describe("pictor simulate", () => {
  it("prints the ways side by side in at most 100 columns, with thresholds and assumptions, and draws them", async () => {
    const text = await simulate(trace, "--env", "prod", "--svg", chart);
    const lines = text.split("\n").filter((line) => !line.includes(directory));
    expect(lines.filter((line) => line.length > 100)).toEqual([]);
    const usd = (name: string) =>
      Number(new RegExp(`^${name} +([\\d.,]+) `, "m").exec(text)?.[1]?.replaceAll(",", ""));
    const [alwaysOn, serverless, adaptive, optimum, limit] = [
      "always on",
      "serverless only",
      "adaptive",
      "optimum",
      "limit",
    ].map(usd);
    expect(optimum).toBeLessThan(adaptive ?? 0);
    expect(limit).toBeLessThanOrEqual(optimum ?? 0);
    expect(adaptive).toBeLessThan(serverless ?? 0);
    expect(serverless).toBeLessThan(alwaysOn ?? 0);
    expect(text).toMatch(/adaptive saves [\d.]+ % of serverless only/);
    expect(text).toContain("- cost: from ");
    expect(text).toContain(
      "- serverless of 4 GB and 20 containers: the environment has no such endpoint",
    );
    expect(text).toContain(
      "- an INT8 release without calibration, since the environment has no release",
    );
    const svg = readFileSync(chart, "utf8");
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"[^>]* role="img"/);
    expect(svg).not.toMatch(/NaN|undefined|Infinity|href/);
    for (const name of ["always on", "serverless only", "adaptive", "optimum", "limit"]) {
      expect(svg).toContain(`>${name}</text>`);
    }
  });

  it("writes the numbers as JSON, without the minutes", async () => {
    const text = await simulate(trace, "--env", "prod", "--json");
    const result = JSON.parse(text);
    expect(result).toMatchObject({ environment: "prod", minutes: 2880, ratio: expect.any(Number) });
    expect(result.outcomes).toHaveLength(5);
    expect(result.outcomes[2]).toMatchObject({
      name: "adaptive",
      switches: expect.any(Number),
      refused: 0,
    });
    expect(text.length).toBeLessThan(5000);
  });

  it.each([
    [["trikle", "--env", "prod"], "unknown trace 'trikle', did you mean 'trickle'?"],
    [["nowhere.csv", "--env", "prod"], "the trace nowhere.csv cannot be read: ENOENT"],
    [
      [file("broken.csv", "a,b\n"), "--env", "prod"],
      "line 1 must be a header with the columns time and requests, got 'a,b'",
    ],
  ])("%j is refused with what to do", async (words, message) => {
    await expect(simulate(...words)).rejects.toMatchObject({
      message: expect.stringContaining(message),
      hint: expect.stringMatching(/CSV file|columns time and requests/),
    });
  });

  it("of an environment that nobody knows says which was meant", async () => {
    await expect(simulate(trace, "--env", "prdo")).rejects.toThrow("did you mean 'prod'?");
  });
});

describe("the endpoints of an environment", () => {
  const resource = (type: string, values: Record<string, unknown>) => ({
    address: `${type}.a`,
    type,
    values,
    references: {},
  });

  it("are its instances with their range, and its containers", () => {
    const found = simulatedEndpoints([
      resource("aws_sagemaker_endpoint_configuration", {
        production_variants: [
          { instance_type: "ml.m5.xlarge", initial_instance_count: 2, volume_size_in_gb: 5 },
        ],
      }),
      resource("aws_sagemaker_endpoint_configuration", {
        production_variants: [
          { serverless_config: [{ memory_size_in_mb: 2048, max_concurrency: 5 }] },
        ],
      }),
      resource("aws_appautoscaling_target", {
        scalable_dimension: "sagemaker:variant:DesiredInstanceCount",
        min_capacity: 3,
        max_capacity: 6,
      }),
    ]);
    expect(found).toEqual({
      realTime: { instanceType: "ml.m5.xlarge", minInstances: 3, maxInstances: 6, volumeGb: 5 },
      serverless: { memorySizeMb: 2048, maxConcurrency: 5 },
      assumptions: [],
    });
  });

  it("are assumed, and named, where there are none", () => {
    expect(simulatedEndpoints([]).assumptions).toHaveLength(2);
  });
});
