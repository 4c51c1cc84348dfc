import {
  type InstanceType,
  instanceTypes,
  latestCalibration,
  throughputOf,
} from "@pictor/contracts";
import { type ModeConditions, modeCost, usdAt } from "./modes";

/** What is asked of an endpoint on instances. */
export interface CapacityQuestion extends ModeConditions {
  /** Requests a second at the peak, above 0. */
  readonly rps: number;
  /** Latency that 99 of 100 answers must not exceed. @default - any */
  readonly p99Ms?: number;
  /** Most US dollars a month for the endpoint. @default - any */
  readonly budgetUsd?: number;
  /** Fewest instances. @default 2, which survive the loss of one */
  readonly minInstances?: number;
}

/** What an instance type would cost. */
export interface CapacityRow {
  readonly instanceType: InstanceType;
  /** Instances that carry the rate, each at half of its throughput. */
  readonly instances: number;
  /** US dollars a month, instances and data. */
  readonly usd: number;
  /** Requests a second of one instance. */
  readonly rpsOfOne: number;
  /** Whether that was measured of this release on AWS. */
  readonly calibrated: boolean;
  /** Measured latency; undefined if nobody measured it. */
  readonly p99Ms?: number;
  /** Why the type does not answer the question; empty if it does. */
  readonly problems: readonly string[];
  readonly flags: readonly string[];
}

/** Answer of {@link capacity}. */
export interface CapacityAnswer {
  /** Every instance type without an accelerator, the cheapest first. */
  readonly rows: readonly CapacityRow[];
  /** Types without a price in the region. */
  readonly unpriced: readonly InstanceType[];
  /** The cheapest that answers the question. */
  readonly cheapest?: CapacityRow;
}

/** Returns what a rate costs on each instance type, and the cheapest type that is fast enough within the budget. */
export function capacity(question: CapacityQuestion): CapacityAnswer {
  const { rps } = question;
  if (!(rps > 0 && Number.isFinite(rps)))
    throw new Error(`rps must be a number above 0, got ${rps}`);
  const types = (Object.keys(instanceTypes) as InstanceType[]).filter(
    (type) => instanceTypes[type].accelerator === "none",
  );
  const rows = types.map((type) => rowOf(type, question));
  const priced = rows
    .filter((row) => typeof row !== "string")
    .sort((a, b) => a.usd - b.usd || (a.instanceType < b.instanceType ? -1 : 1));
  const cheapest = priced.find(({ problems }) => problems.length === 0);
  return {
    rows: priced,
    unpriced: rows.filter((row) => typeof row === "string"),
    ...(cheapest !== undefined && { cheapest }),
  };
}

function rowOf(instanceType: InstanceType, question: CapacityQuestion): CapacityRow | InstanceType {
  const { release, rps, minInstances = 2 } = question;
  const cost = modeCost({ kind: "realTime", instanceType, minInstances }, question);
  if ("unpriced" in cost) return instanceType;
  const { rps: rpsOfOne, calibrated } = throughputOf(release, instanceType);
  const p99Ms = latestCalibration(release.calibration, instanceType)?.p99Ms;
  const instances = cost.instancesAt(rps);
  const usd = usdAt(cost, rps);
  return {
    instanceType,
    instances,
    usd,
    rpsOfOne,
    calibrated,
    ...(p99Ms !== undefined && { p99Ms }),
    problems: problemsOf(question, { usd, p99Ms, instanceType, instances }),
    flags: [...cost.flags, ...(calibrated ? [] : ["assumption"])],
  };
}

function problemsOf(
  { budgetUsd, p99Ms: wanted, minInstances = 2 }: CapacityQuestion,
  row: { usd: number; p99Ms: number | undefined; instanceType: InstanceType; instances: number },
): string[] {
  return [
    ...(wanted === undefined || (row.p99Ms !== undefined && row.p99Ms <= wanted)
      ? []
      : [
          row.p99Ms === undefined
            ? "its latency was not measured: the release has no calibration of it"
            : `its p99 is ${row.p99Ms} ms, above ${wanted} ms`,
        ]),
    ...(budgetUsd !== undefined && row.usd > budgetUsd
      ? [`it costs $${row.usd.toFixed(2)}, above $${budgetUsd.toFixed(2)}`]
      : []),
    ...(instanceTypes[row.instanceType].burstable && row.instances > minInstances
      ? ["it is burstable: Application Auto Scaling takes no such endpoint"]
      : []),
  ];
}
