import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { brandTitle, routingMetricNames as names } from "@pictor/contracts";
import type { Routed } from "./route";

/** What a routed request was, for the metrics. */
export interface Measured {
  readonly routed: Routed;
  /** Bytes of the image. */
  readonly imageBytes: number;
  /** What the caller was answered. */
  readonly status: number;
}

/** Publishes the metrics of each request in CloudWatch's embedded metric format, on standard output. */
export class RequestMetrics {
  private readonly own: Metrics;
  private readonly ofTarget: Metrics;

  public constructor(functionName: string, brand: string) {
    const common = { namespace: brandTitle(brand), serviceName: functionName };
    this.own = new Metrics(common);
    this.ofTarget = new Metrics(common);
  }

  public publish({ routed: { result, attempts }, imageBytes, status }: Measured): void {
    const first = attempts[0]?.target;
    const fallback = result.kind === "answered" && result.by.name !== first;
    this.own.addMetric(names.requests, MetricUnit.Count, 1);
    this.own.addMetric(names.fallbacks, MetricUnit.Count, Number(fallback));
    this.own.addMetric(names.noCapacity, MetricUnit.Count, Number(status === 503));
    this.own.addMetric(names.imageBytes, MetricUnit.Bytes, imageBytes);
    this.own.publishStoredMetrics();
    for (const attempt of attempts) {
      this.ofTarget.addDimension(names.target, attempt.target);
      const skipped = attempt.kind === "skipped";
      this.ofTarget.addMetric(names.breakerOpen, MetricUnit.Count, Number(skipped));
      if (!skipped) {
        this.ofTarget.addMetric(names.targetLatency, MetricUnit.Milliseconds, attempt.ms);
      }
      this.ofTarget.publishStoredMetrics();
    }
  }
}
