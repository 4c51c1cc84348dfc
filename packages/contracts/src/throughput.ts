import { latestCalibration } from "./calibration";
import { type InstanceTypeChoice, instanceTypeOf } from "./instance-type-choice";
import type { Release } from "./release";

/** What one instance is taken to carry. */
export interface Throughput {
  /** Throughput of one instance, requests a second. */
  readonly rps: number;
  /** Whether it was measured of this release on that instance type in AWS: only then may it refuse anything. */
  readonly calibrated: boolean;
}

/**
 * Requests a second per physical core, or per accelerator, where nothing was measured.
 *
 * ResNet50 at 224 pixels under TorchServe with one worker on two shared cores without AVX-512 answered 10 to 11 a
 * second in FP32 and 16 to 19 in INT8, and fell below 8 where a neighbour took a core: a core is taken for less than
 * the worst of that. An accelerator is taken for what a single worker feeds it one picture at a time: its
 * pre-processing on the instance's cores is the limit, not the accelerator.
 */
export const assumedRps = {
  perCore: { fp32: 4, int8: 7 },
  perAccelerator: 40,
  measured: "2026-11, the serving measurements of this repository's own model server",
} as const;

/** What one instance of a type carries of a release: the last row measured in AWS, else an assumption on the safe side. */
export function throughputOf(
  release: Pick<Release, "calibration" | "format">,
  instanceType: InstanceTypeChoice,
): Throughput {
  const { accelerator, name, physicalCores } = instanceTypeOf(instanceType);
  const latest = latestCalibration(release.calibration, name);
  if (latest !== undefined) return { rps: latest.rps, calibrated: true };
  return {
    rps:
      accelerator === "none"
        ? assumedRps.perCore[release.format] * physicalCores
        : assumedRps.perAccelerator,
    calibrated: false,
  };
}
