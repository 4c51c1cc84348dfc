import { readFileSync } from "node:fs";
import { join } from "node:path";
import { dev } from "../environments/dev";
import { billOf, idle } from "./bills";

describe("development", () => {
  it("costs less than 10 US dollars a month while nobody works, with nothing unpriced", () => {
    const { lines, unpriced, usd } = billOf(dev, idle);
    expect(unpriced).toEqual([]);
    expect(usd.max).toBeLessThan(10);
    expect(usd.min).toBeGreaterThan(1);
    // With its jobs: their alarms cost, their machines do not while nothing runs.
    const transitions = lines.filter(({ item }) => item === "transitions");
    expect(transitions.map(({ usd: { max } }) => max)).toEqual([0, 0]);
    const text = readFileSync(join(__dirname, "../../../docs/costs.md"), "utf8");
    const watching = lines.filter(({ origin }) =>
      /Monitoring_(SymptomJobs|Batch|Training)/.test(origin.address),
    );
    const watchingUsd = watching.reduce((sum, line) => sum + line.usd.expected, 0);
    expect(text).toContain(
      `While nobody works it is ${usd.expected.toFixed(2)}; ${watchingUsd.toFixed(2)} of it watches its jobs,`,
    );
  });

  it("has the state machines, functions, logs and instances of its runs in the bill, with nothing unpriced", () => {
    const jobs = (traffic: Partial<typeof idle>) => billOf(dev, { ...idle, ...traffic });
    const batch = {
      imagesPerMonth: 300_000,
      runsPerMonth: 30,
      instanceType: "ml.c5.xlarge",
      imagesPerSecond: 20,
    };
    const training = {
      runsPerMonth: 4,
      hoursPerRun: 2,
      instanceType: "ml.c5.2xlarge",
      spot: true,
      volumeGb: 50,
    };
    const bill = jobs({ batch, training });
    expect(bill.unpriced).toEqual([]);
    const [transitionsOfBatch, transitionsOfTraining] = bill.lines
      .filter(({ item }) => item === "transitions")
      .map(({ quantity }) => quantity.expected);
    // By hand, from the machines' definitions: 7 states of a run and 5 of each of its two jobs; 9 of a training.
    expect(transitionsOfBatch).toBe(30 * (7 + 2 * 5));
    expect(transitionsOfTraining).toBe(4 * 9);
    const calls = (name: string) =>
      bill.lines.find(
        ({ item, origin }) =>
          item === "invocations" && origin.address.startsWith(`aws_lambda_function.${name}_`),
      )?.quantity.expected;
    expect(calls("Batch")).toBe(30 * (2 + 2 * 2));
    expect(calls("Training")).toBe(4 * 3);
    expect(bill.usd.expected - jobs({}).usd.expected).toBeCloseTo(
      (300_000 / 20 / 3600) * 0.204 + 8 * 0.408 * 0.3,
      0,
    );
  });

  it("has its stored pictures in Intelligent-Tiering, and its models not", () => {
    const { lines, unpriced } = billOf(dev, { ...idle, imageBytes: 200_000 });
    const watched = lines.filter(({ item }) => item.endsWith("Intelligent-Tiering watches"));
    expect(watched.map(({ origin }) => origin.address)).toEqual([
      expect.stringMatching(/^aws_s3_bucket\.Payloads_/),
    ]);
    expect(unpriced).toEqual([]);
  });

  it("has requests at its predict function alone, not at functions of jobs", () => {
    const counted = billOf(dev).lines.filter(
      ({ item, quantity }) => item === "invocations" && quantity.expected > 0,
    );
    expect(counted.map(({ quantity }) => quantity.expected)).toEqual([3e6]);
  });
});
