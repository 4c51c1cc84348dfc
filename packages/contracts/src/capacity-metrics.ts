import { brandTitle, defaultBrand } from "./brand";
import { type MetricDescription, metricsOf } from "./metric";

/** Names under which the capacity controller publishes: it and {@link capacityMetrics} read them here. */
export const capacityMetricNames = {
  /** Dimension of every metric: the function's name. Powertools calls it so. */
  service: "service",
  heartbeat: "Heartbeat",
  onInstances: "OnInstances",
  requestRate: "RequestRate",
  costRate: "CostThreshold",
  capacityRate: "CapacityThreshold",
  latencyRate: "LatencyThreshold",
  switches: "Switches",
  rejectedGeneration: "RejectedGeneration",
  creationFailed: "CreationFailed",
  stuckState: "StuckState",
  pinnedHours: "PinnedHours",
  savedUsd: "SavedUsd",
} as const;

/** What the capacity controller says of itself at each tick, in embedded metric format. */
export interface CapacityMetrics {
  /** 1 for each tick that read everything it needs. Its minutes are those in which no data means no requests. */
  readonly heartbeat: MetricDescription;
  /** 1 while the real-time endpoint is there to serve, else 0. */
  readonly onInstances: MetricDescription;
  /** Requests a second of the newest complete minute. */
  readonly requestRate: MetricDescription;
  /** Requests a second from which each reason to be on instances holds; no data where a reason never holds. */
  readonly costRate: MetricDescription;
  readonly capacityRate: MetricDescription;
  readonly latencyRate: MetricDescription;
  /** 1 for each call that creates or deletes the real-time endpoint, else 0. */
  readonly switches: MetricDescription;
  /** 1 while the generation that Terraform wants is one that SageMaker rolled back, else 0. */
  readonly rejectedGeneration: MetricDescription;
  /** 1 while the last creation failed and none succeeded since, else 0. */
  readonly creationFailed: MetricDescription;
  /** 1 while the endpoint is in a state that it should leave by itself and in which nothing can be done, else 0. */
  readonly stuckState: MetricDescription;
  /** Hours since an operator pinned the mode; 0 where nobody did. */
  readonly pinnedHours: MetricDescription;
  /** US dollars that the minute cost less than instances that are always on. */
  readonly savedUsd: MetricDescription;
}

/**
 * What a capacity controller of this name publishes.
 *
 * @param brand as `brandOf` returns it for the controller
 */
export function capacityMetrics(
  functionName: string,
  brand: string = defaultBrand,
): CapacityMetrics {
  const names = capacityMetricNames;
  const metric = metricsOf(brandTitle(brand), { [names.service]: functionName });
  return {
    heartbeat: metric(names.heartbeat, "Count"),
    onInstances: metric(names.onInstances, "Count"),
    requestRate: metric(names.requestRate, "Count"),
    costRate: metric(names.costRate, "Count"),
    capacityRate: metric(names.capacityRate, "Count"),
    latencyRate: metric(names.latencyRate, "Count"),
    switches: metric(names.switches, "Count"),
    rejectedGeneration: metric(names.rejectedGeneration, "Count"),
    creationFailed: metric(names.creationFailed, "Count"),
    stuckState: metric(names.stuckState, "Count"),
    pinnedHours: metric(names.pinnedHours, "Count"),
    savedUsd: metric(names.savedUsd, "None"),
  };
}
