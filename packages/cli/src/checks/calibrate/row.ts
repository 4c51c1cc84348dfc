import type { Calibration, ReleaseManifest } from "@pictor/contracts";
import type { Stage } from "./stage";

/** Where a row was measured, by the host that answered. */
export function measuredOn(host: string): Calibration["on"] {
  return /\.amazonaws\.com(\.cn)?$/.test(host) ? "aws" : "local";
}

/**
 * The row that a stage makes.
 *
 * @param target what the capacity is called
 * @param instances instances that shared the calls; 1 for serverless capacity, whose row is of all its containers
 */
export function calibrationRow(
  stage: Stage,
  {
    target,
    instances,
    on,
    date,
  }: Pick<Calibration, "target" | "on" | "date"> & { instances: number },
): Calibration {
  return {
    target,
    rps: round(stage.rps / instances),
    p50Ms: round(stage.p50Ms),
    p99Ms: round(stage.p99Ms),
    date,
    on,
  };
}

/** The manifest with a row of its live release, in place of the one of the same capacity that was measured there. */
export function withCalibration(manifest: ReleaseManifest, row: Calibration): ReleaseManifest {
  const { live } = manifest;
  const others = live.calibration.filter(
    ({ on, target }) => on !== row.on || target !== row.target,
  );
  return { ...manifest, live: { ...live, calibration: [...others, row] } };
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}
