import { brandTitle, defaultBrand } from "./brand";
import type { TargetKind } from "./target";

/** CloudWatch's unit of a metric. */
export type MetricUnit = "Count" | "Milliseconds" | "Microseconds" | "Percent" | "Bytes" | "None";

/**
 * A CloudWatch metric as plain data. Constructs expose what they emit, `monitoring` watches what it is given,
 * and neither knows the other.
 */
export interface MetricDescription {
  /** For example `AWS/ApiGateway`. */
  readonly namespace: string;
  /** AWS's own name, for example `5XXError`. */
  readonly name: string;
  /** Every dimension that the metric is published with: a subset yields no data. */
  readonly dimensions: Readonly<Record<string, string>>;
  /** CloudWatch's unit. SageMaker's latencies are microseconds. */
  readonly unit: MetricUnit;
}

/** The metrics of one namespace that share their dimensions. */
export function metricsOf(
  namespace: string,
  dimensions: MetricDescription["dimensions"],
): (name: string, unit: MetricUnit) => MetricDescription {
  return (name, unit) => ({ namespace, name, dimensions, unit });
}

/** What a stage of an API emits. */
export interface ApiMetrics {
  readonly count: MetricDescription;
  readonly clientErrors: MetricDescription;
  readonly serverErrors: MetricDescription;
  /** From the first byte received to the last one sent, milliseconds. */
  readonly latency: MetricDescription;
  /** What of the latency is spent behind the gateway, milliseconds. */
  readonly integrationLatency: MetricDescription;
}

/** What a web ACL emits of all its rules together. */
export interface FirewallMetrics {
  readonly allowedRequests: MetricDescription;
  readonly blockedRequests: MetricDescription;
}

/** What WAF publishes of a web ACL in a region. */
export function firewallMetrics(webAclMetricName: string, region: string): FirewallMetrics {
  const metric = metricsOf("AWS/WAFV2", { WebACL: webAclMetricName, Region: region, Rule: "ALL" });
  return {
    allowedRequests: metric("AllowedRequests", "Count"),
    blockedRequests: metric("BlockedRequests", "Count"),
  };
}

/** What a Lambda function emits. */
export interface FunctionMetrics {
  readonly invocations: MetricDescription;
  readonly errors: MetricDescription;
  readonly throttles: MetricDescription;
  readonly duration: MetricDescription;
  /** Requests being worked on; only its maximum means something. */
  readonly concurrentExecutions: MetricDescription;
}

/** What a router says of itself, in embedded metric format. */
export interface RoutingMetrics {
  /** One for each request that was routed. */
  readonly requests: MetricDescription;
  /** 1 where another target than the first answered, else 0: the average is the share. */
  readonly fallbacks: MetricDescription;
  /** 1 where no target could take the request (503), else 0. */
  readonly noCapacity: MetricDescription;
  /** Size of the pictures, bytes. */
  readonly imageBytes: MetricDescription;
  /** By the target's name. */
  readonly targets: Readonly<Record<string, TargetMetrics>>;
}

/** What a router says of one target. */
export interface TargetMetrics {
  /** Time of one call, milliseconds. */
  readonly latency: MetricDescription;
  /** 1 for each request that skipped the target because its breaker was open, 0 for each call of it. */
  readonly breakerOpen: MetricDescription;
}

/** Names under which the predict function publishes: it and {@link routingMetrics} read them here. */
export const routingMetricNames = {
  /** Dimension of every metric: the function's name. Powertools calls it so. */
  service: "service",
  /** Further dimension of a target's metrics: the target's name. */
  target: "target",
  requests: "Requests",
  fallbacks: "Fallbacks",
  noCapacity: "NoCapacity",
  imageBytes: "ImageBytes",
  targetLatency: "TargetLatency",
  breakerOpen: "BreakerOpen",
} as const;

/**
 * What the predict function publishes of its routing over targets.
 *
 * @param brand as `brandOf` returns it for the function
 */
export function routingMetrics(
  functionName: string,
  targetNames: readonly string[],
  brand: string = defaultBrand,
): RoutingMetrics {
  const names = routingMetricNames;
  const namespace = brandTitle(brand);
  const metric = metricsOf(namespace, { [names.service]: functionName });
  return {
    requests: metric(names.requests, "Count"),
    fallbacks: metric(names.fallbacks, "Count"),
    noCapacity: metric(names.noCapacity, "Count"),
    imageBytes: metric(names.imageBytes, "Bytes"),
    targets: Object.fromEntries(
      targetNames.map((target) => {
        const ofTarget = metricsOf(namespace, {
          [names.service]: functionName,
          [names.target]: target,
        });
        return [
          target,
          {
            latency: ofTarget(names.targetLatency, "Milliseconds"),
            breakerOpen: ofTarget(names.breakerOpen, "Count"),
          },
        ];
      }),
    ),
  };
}

interface CommonEndpointMetrics {
  readonly kind: TargetKind;
  readonly invocations: MetricDescription;
  readonly clientErrors: MetricDescription;
  readonly serverErrors: MetricDescription;
  /** Microseconds. */
  readonly modelLatency: MetricDescription;
  /** Microseconds; average, sum, minimum and maximum only, no percentiles. */
  readonly overheadLatency: MetricDescription;
  /** Percent, 0 to 100. */
  readonly memoryUtilization: MetricDescription;
}

/** What an endpoint on instances emits. */
export interface RealTimeEndpointMetrics extends CommonEndpointMetrics {
  readonly kind: "realTime";
  /** Every invocation that was not answered 2xx: whoever sends broken pictures is in it. */
  readonly modelErrors: MetricDescription;
  /** Each invocation counts 1 / instances: invocations divided by its sum is the number of instances. */
  readonly invocationsPerInstance: MetricDescription;
  /** Percent of one vCPU: 0 to 100 × vCPUs. */
  readonly cpuUtilization: MetricDescription;
  /** Percent, 0 to 100. */
  readonly diskUtilization: MetricDescription;
}

/** What a serverless endpoint emits: a shorter list, without model errors. */
export interface ServerlessEndpointMetrics extends CommonEndpointMetrics {
  readonly kind: "serverless";
  /** Time to start a container, microseconds. */
  readonly modelSetupTime: MetricDescription;
  /** Share of the maximum concurrency in use, 0 to 1. */
  readonly concurrentExecutionsUtilization: MetricDescription;
}

/** What an endpoint emits, by its kind. */
export type EndpointMetrics = RealTimeEndpointMetrics | ServerlessEndpointMetrics;
