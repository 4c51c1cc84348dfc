import { type Calibration, instanceTypeOf } from "@pictor/contracts";
import { manifestOf, Synthesised } from "@pictor/testing";
import { Testing } from "cdktf";
import { prod } from "../environments/prod";
import { ServiceStack } from "../src/service-stack";

if (prod.capacity.kind !== "realTime") throw new Error("prod is on instances");
const row: Calibration = {
  target: instanceTypeOf(prod.capacity.instanceType).name,
  rps: 20,
  p50Ms: 60,
  p99Ms: 110,
  date: "2026-11-01",
  on: "aws",
};

/** Threshold of prod's alarm on the model's latency, in microseconds, with the release calibrated so. */
function thresholdWith(calibration: readonly Calibration[], environment = prod): unknown {
  const manifest = manifestOf("a");
  const calibrated = { ...manifest, live: { ...manifest.live, calibration: [...calibration] } };
  const stack = new Synthesised(
    Testing.synth(new ServiceStack(Testing.app(), "service", environment, calibrated)),
  );
  return stack
    .resources("aws_cloudwatch_metric_alarm")
    .find(({ alarm_name }) => alarm_name === "pictor-prod-endpoint-model-latency")?.threshold;
}

describe("the alarm on the model's latency", () => {
  it("goes off at twice what was measured of the release on the environment's instances", () => {
    expect(thresholdWith([row])).toBe(2 * 110 * 1000);
  });

  it.each([
    ["nothing was measured", []],
    ["another kind of instance was measured", [{ ...row, target: "ml.m5.24xlarge" }]],
    ["it was measured on the local AWS", [{ ...row, on: "local" as const }]],
  ])("goes off at half of the router's time where %s", (_, calibration) => {
    expect(thresholdWith(calibration)).toBe(1500 * 1000);
  });
});

describe("an environment's address of the runbook", () => {
  it("stands in its alarms", () => {
    const runbookUrl = "https://example.com/runbook";
    const environment = { ...prod, monitoring: { ...prod.monitoring, runbookUrl } };
    const stack = new Synthesised(
      Testing.synth(new ServiceStack(Testing.app(), "service", environment, manifestOf("a"))),
    );
    const [alarm] = stack
      .resources("aws_cloudwatch_composite_alarm")
      .map(({ alarm_description }) => String(alarm_description));
    expect(alarm).toMatch(/ https:\/\/example\.com\/runbook#symptom-availability$/);
  });
});
