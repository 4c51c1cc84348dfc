import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import {
  type CapacityOrder,
  type CapacityPolicy,
  type EndpointState,
  modeOf,
  savedUsd,
  type ThresholdKind,
} from "@pictor/capacity";
import { brandTitle, capacityMetricNames as names } from "@pictor/contracts";

/** What a tick was, for the metrics. */
export interface Emitted {
  /** Time of the tick, milliseconds since 1970. */
  readonly now: number;
  readonly realTime: EndpointState;
  readonly policy: CapacityPolicy;
  readonly order: CapacityOrder;
  /** Requests of the newest complete minute; undefined where nobody knows. */
  readonly requests: number | undefined;
  /** Whether the endpoint was created or deleted. */
  readonly hasSwitched: boolean;
  readonly isRejected: boolean;
  /** Whether the last creation failed and none succeeded since. */
  readonly hasCreationFailed: boolean;
  readonly isStuck: boolean;
}

const rateNames: Readonly<Record<ThresholdKind, string>> = {
  cost: names.costRate,
  capacity: names.capacityRate,
  latency: names.latencyRate,
};

/** Publishes what a tick was in CloudWatch's embedded metric format, on standard output. */
export class TickMetrics {
  private readonly metrics: Metrics;

  public constructor(functionName: string, brand: string) {
    this.metrics = new Metrics({ namespace: brandTitle(brand), serviceName: functionName });
  }

  public publish(of: Emitted): void {
    const count = (name: string, value: number): void => {
      this.metrics.addMetric(name, MetricUnit.Count, value);
    };
    const { pin, pinnedAt } = of.order;
    count(names.heartbeat, 1);
    count(names.onInstances, Number(modeOf(of.realTime) === "realTime"));
    count(names.switches, Number(of.hasSwitched));
    count(names.rejectedGeneration, Number(of.isRejected));
    count(names.creationFailed, Number(of.hasCreationFailed));
    count(names.stuckState, Number(of.isStuck));
    count(
      names.pinnedHours,
      pin === undefined || pinnedAt === undefined ? 0 : Math.max(0, of.now - pinnedAt) / 3_600_000,
    );
    for (const { kind, rps } of of.policy.thresholds) count(rateNames[kind], rps);
    if (of.requests !== undefined) {
      count(names.requestRate, of.requests / 60);
      const saved = savedUsd(of.policy.prices, of.requests, of.realTime);
      this.metrics.addMetric(names.savedUsd, MetricUnit.NoUnit, saved);
    }
    this.metrics.publishStoredMetrics();
  }
}
