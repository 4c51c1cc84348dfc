// How long a year of minutes takes, and what the ways through each shipped trace cost: `npm run bench -- simulate`. The
// goals: a year within 5 s; adaptive with anticipation within a ratio of the clairvoyant optimum.
import { performance } from "node:perf_hooks";
import { planSimulation, shippedTrace, shippedTraces, simulate } from "@pictor/capacity";

const goalSeconds = 5;
const goals = { flat: 1.05, trickle: 1.05, "office-hours": 1.15, "evening-peak": 1.15 };
const otherGoal = 2;

/** Production as it is sized, with a serverless endpoint beside it. */
const environment = {
  region: "us-east-1",
  request: { imageBytes: 300_000, answerBytes: 1000 },
  realTime: { instanceType: "ml.c5.large", minInstances: 2, maxInstances: 4, volumeGb: 5 },
  serverless: { memorySizeMb: 4096, maxConcurrency: 20 },
  rules: {
    anticipate: { weeks: 4, agree: 3, horizonMinutes: 120, timeZone: "Europe/Berlin" },
  },
};

for (const [name, release] of [
  ["a release in INT8 that nobody measured", { format: "int8", calibration: [] }],
  ["a release that an instance answers 40 a second of (made up)", madeUp()],
]) {
  const plan = planSimulation({ ...environment, release });
  if ("problems" in plan) throw new Error(plan.problems.join("\n"));
  console.log(`\n${name}\n${plan.lines.map((line) => `  ${line}`).join("\n")}`);
  for (const trace of shippedTraces) report(trace, plan.inputs);
}

/** Rows as `pictor calibrate` writes them; no such release was measured on AWS. */
function madeUp() {
  const row = { p50Ms: 143, p99Ms: 300, date: "2026-11-28", on: "aws" };
  return {
    format: "int8",
    calibration: [
      { ...row, target: "ml.c5.large", rps: 40, p50Ms: 45, p99Ms: 120 },
      { ...row, target: "serverless-4096", rps: 100 },
    ],
  };
}

function report(name, inputs) {
  const trace = shippedTrace(name);
  const began = performance.now();
  const cpu = process.cpuUsage();
  const result = simulate(trace, inputs);
  const { system, user } = process.cpuUsage(cpu);
  const seconds = (performance.now() - began) / 1000;
  // One thread: on a machine that does nothing else both are the same.
  const cpuSeconds = (user + system) / 1e6;
  const bills = [result.alwaysOn, result.serverless, result.adaptive, result.optimum, result.limit]
    .map((outcome) => `${outcome.name} $${outcome.usd.toFixed(2)}`)
    .join(", ");
  const goal = goals[name] ?? otherGoal;
  console.log(
    [
      name.padEnd(13),
      `${result.ratio.toFixed(3)} × the optimum (${verdict(result.ratio, goal)})`,
      `${result.ratioToLimit.toFixed(3)} × the limit`,
      `${cpuSeconds.toFixed(1)} s of CPU (${verdict(cpuSeconds, goalSeconds)} s), ${seconds.toFixed(1)} s by the clock`,
    ].join("  "),
  );
  console.log(
    `              ${bills}; ${result.adaptive.switches} switches, refused ${Math.round(result.adaptive.refused)}`,
  );
}

function verdict(value, goal) {
  return `${value <= goal ? "reached" : "missed"} ${goal}`;
}
