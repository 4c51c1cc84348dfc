import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { ClassifierApi, PredictFunction } from "@pictor/api";
import { limits, type ReleaseManifest } from "@pictor/contracts";
import { instanceTypes, RealTimeEndpoint, type ServerlessEndpoint } from "@pictor/inference";
import { latencyLimit, type Monitoring, type WatchedEndpoint } from "@pictor/monitoring";
import type { InferenceNetwork } from "@pictor/network";
import type { Construct } from "constructs";
import type { Environment } from "./environment";

/** An endpoint and the capacity that it was made with. */
export interface CapacityEndpoint {
  /** Which one, PascalCase: part of the names of its alarms. */
  readonly id: string;
  readonly endpoint: RealTimeEndpoint | ServerlessEndpoint;
  readonly capacity: Environment["capacity"];
}

/** What the service is made of, as far as it is watched. */
export interface ServiceParts {
  readonly api: ClassifierApi;
  readonly predict: PredictFunction;
  /** In order of preference. */
  readonly endpoints: readonly CapacityEndpoint[];
  readonly network: InferenceNetwork | undefined;
}

/** Has the service watched: joins what the constructs say of their metrics with what the environment expects. */
export function watch(
  monitoring: Monitoring,
  parts: ServiceParts,
  environment: Environment,
  manifest: ReleaseManifest,
): void {
  const { api, predict, endpoints, network } = parts;
  const { leastRequestsPerMinute } = environment.monitoring;
  monitoring
    .watchApi("Api", {
      metrics: api.metrics,
      ...(api.firewall && { firewall: api.firewall.metrics }),
      accessLogGroupName: logGroupName(api, "AccessLogs"),
      expectedPeakRps: environment.expectedPeakRps,
      ...(leastRequestsPerMinute !== undefined && { leastRequestsPerMinute }),
    })
    .watchFunction("Predict", {
      metrics: predict.metrics,
      timeoutMs: limits.timeoutMs.lambda,
      reservedConcurrency: predict.reservedConcurrency,
      routing: predict.routingMetrics,
      logGroupName: logGroupName(predict, "Logs"),
    });
  for (const one of endpoints) {
    monitoring.watchEndpoint(one.id, watchedEndpoint(one, endpoints.length > 1, manifest));
  }
  const flowLog = network?.vpc?.flowLog;
  if (flowLog) monitoring.watchNetwork("Network", { flowLogGroupName: flowLog.logGroup.name });
}

function watchedEndpoint(
  { endpoint, capacity }: CapacityEndpoint,
  redundant: boolean,
  { live }: ReleaseManifest,
): WatchedEndpoint {
  const { name, timeoutMs } = endpoint.target;
  const common = { endpointName: name, logGroupName: logGroupName(endpoint, "Logs"), redundant };
  const latency = (target: string) => latencyLimit(live.calibration, target, timeoutMs);
  if (endpoint instanceof RealTimeEndpoint) {
    if (capacity.kind !== "realTime") throw new Error(`endpoint '${name}' is on instances`);
    const { instanceType, instances } = capacity;
    return {
      ...common,
      metrics: endpoint.metrics,
      latency: latency(instanceType),
      vcpus: instanceTypes[instanceType].vCpus,
      instances,
    };
  }
  if (capacity.kind !== "serverless") throw new Error(`endpoint '${name}' is serverless`);
  return {
    ...common,
    metrics: endpoint.metrics,
    latency: latency(`serverless-${capacity.memorySizeMb}`),
  };
}

/** The name of a construct's log group, as Terraform's reference: what reads the log needs the group first. */
function logGroupName(construct: Construct, id: string): string {
  const group = construct.node.findChild(id);
  if (!(group instanceof CloudwatchLogGroup)) {
    throw new Error(`'${group.node.path}' is no log group`);
  }
  return group.name;
}
