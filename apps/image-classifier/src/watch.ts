import type { ClassifierApi, PredictFunction } from "@pictor/api";
import type { CapacityController } from "@pictor/capacity-controller";
import { type EndpointDescription, limits, type ReleaseManifest } from "@pictor/contracts";
import { latencyLimit, type Monitoring, type WatchedEndpoint } from "@pictor/monitoring";
import type { InferenceNetwork } from "@pictor/network";
import type { Environment } from "./environment";

/** An endpoint by the id that its alarms have. */
export interface NamedEndpoint {
  /** PascalCase; part of the names of the endpoint's alarms. */
  readonly id: string;
  readonly description: EndpointDescription;
}

/** What the service is made of, as far as it is watched. */
export interface ServiceParts {
  readonly api: ClassifierApi;
  readonly predict: PredictFunction;
  /** In order of preference. */
  readonly endpoints: readonly NamedEndpoint[];
  readonly network: InferenceNetwork | undefined;
  /** What keeps the first endpoint while it pays. @default - the endpoints are always there */
  readonly controller?: Pick<CapacityController, "metrics">;
}

/** Watches the service: joins the constructs' descriptions of their metrics with the environment's expectations. */
export function watch(
  monitoring: Monitoring,
  parts: ServiceParts,
  environment: Environment,
  manifest: ReleaseManifest,
): void {
  const { api, controller, predict, endpoints, network } = parts;
  const { leastRequestsPerMinute } = environment.monitoring;
  monitoring
    .watchApi("Api", {
      metrics: api.metrics,
      ...(api.firewall && { firewall: api.firewall.metrics }),
      accessLogGroupName: api.logGroup.name,
      expectedPeakRps: environment.expectedPeakRps,
      ...(leastRequestsPerMinute !== undefined && { leastRequestsPerMinute }),
    })
    .watchFunction("Predict", {
      metrics: predict.metrics,
      timeoutMs: limits.timeoutMs.lambda,
      ...(predict.reservedConcurrency !== undefined && {
        reservedConcurrency: predict.reservedConcurrency,
      }),
      routing: predict.routingMetrics,
      ...(controller && { firstTargetExists: controller.metrics.onInstances }),
      logGroupName: predict.logGroup.name,
    });
  for (const { id, description } of endpoints) {
    monitoring.watchEndpoint(id, watched(description, endpoints.length > 1, manifest));
  }
  if (controller) monitoring.watchCapacity("Capacity", controller);
  const flowLog = network?.vpc?.flowLog;
  if (flowLog) monitoring.watchNetwork("Network", { flowLogGroupName: flowLog.logGroup.name });
}

function watched(
  endpoint: EndpointDescription,
  redundant: boolean,
  { live }: ReleaseManifest,
): WatchedEndpoint {
  const { logGroupName, size, target } = endpoint;
  const common = {
    endpointName: target.name,
    logGroupName,
    redundant,
    latency: latencyLimit(live.calibration, size.capacity, target.timeoutMs),
  };
  switch (endpoint.kind) {
    case "realTime": {
      const { minInstances, maxInstances, vCpus } = endpoint.size;
      return {
        ...common,
        metrics: endpoint.metrics,
        vcpus: vCpus,
        instances: { min: minInstances, max: maxInstances },
        ...(endpoint.deployed.owner === "controller" && { comesAndGoes: true }),
      };
    }
    case "serverless":
      return { ...common, metrics: endpoint.metrics };
  }
}
