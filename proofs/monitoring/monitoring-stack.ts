import { join } from "node:path";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { apiMetrics } from "@pictor/api";
import {
  capacityMetrics,
  firewallMetrics,
  limits,
  names,
  type Place,
  routingMetrics,
  stageName,
} from "@pictor/contracts";
import { functionMetrics } from "@pictor/function";
import { endpointMetrics } from "@pictor/inference";
import { latencyLimit, Monitoring, type Subscription } from "@pictor/monitoring";
import { EncryptionKey } from "@pictor/storage";
import { App, LocalBackend, TerraformStack } from "cdktf";

/** Synthesises a stack `monitoring` that watches a service of two targets, of which only the logs exist. */
export function synthesiseMonitoring(
  place: Place,
  outdir: string,
  subscriptions: readonly Subscription[],
): void {
  const app = new App({ outdir });
  addMonitoring(new TerraformStack(app, "monitoring"), place, outdir, subscriptions);
  app.synth();
}

function addMonitoring(
  stack: TerraformStack,
  place: Place,
  outdir: string,
  subscriptions: readonly Subscription[],
): void {
  const { environment, accountId, region } = place;
  const { keyAlias, predictFunction, capacityFunction, api, endpoints, monitoring } = names(place);
  new LocalBackend(stack, { path: join(outdir, "monitoring.tfstate") });
  new AwsProvider(stack, "Aws", {
    region,
    allowedAccountIds: [accountId],
    defaultTags: [{ tags: { Project: "pictor", Environment: environment, Stack: "monitoring" } }],
  });
  const key = new EncryptionKey(stack, "Key", {
    accountId,
    region,
    alias: keyAlias,
    description: "Of what is watched",
    protected: false,
  });
  key.allowLogs();
  key.allowAlarms();
  key.allowEvents();
  key.allowBudgets();
  const logOf = (id: string, name: string): string =>
    new CloudwatchLogGroup(stack, id, { name, retentionInDays: 365, kmsKeyId: key.arn }).name;
  const targets = [endpoints.realTime, endpoints.serverless];
  new Monitoring(stack, "Monitoring", {
    name: monitoring,
    accountId,
    region,
    encryptionKey: key,
    subscriptions,
    budget: { monthlyUsd: 500 },
  })
    .watchApi("Api", {
      metrics: apiMetrics(api, stageName),
      firewall: firewallMetrics(api, region),
      accessLogGroupName: logOf("Access", `/pictor/${api}/api-access`),
      leastRequestsPerMinute: 5,
      expectedPeakRps: 10,
    })
    .watchFunction("Predict", {
      metrics: functionMetrics(predictFunction),
      timeoutMs: limits.timeoutMs.lambda,
      reservedConcurrency: 100,
      routing: routingMetrics(predictFunction, targets),
      firstTargetExists: capacityMetrics(capacityFunction).onInstances,
      logGroupName: logOf("Function", `/aws/lambda/${predictFunction}`),
    })
    .watchEndpoint("RealTime", {
      endpointName: endpoints.realTime,
      metrics: endpointMetrics("realTime", endpoints.realTime),
      logGroupName: logOf("RealTime", `/aws/sagemaker/Endpoints/${endpoints.realTime}`),
      redundant: true,
      latency: latencyLimit([], "ml.m5.xlarge", limits.timeoutMs.realTime),
      vcpus: 4,
      instances: { min: 2, max: 4 },
    })
    .watchEndpoint("Serverless", {
      endpointName: endpoints.serverless,
      metrics: endpointMetrics("serverless", endpoints.serverless),
      logGroupName: logOf("Serverless", `/aws/sagemaker/Endpoints/${endpoints.serverless}`),
      redundant: true,
      latency: latencyLimit([], "serverless-2048", limits.timeoutMs.serverless),
    })
    .watchCapacity("Capacity", { metrics: capacityMetrics(capacityFunction) })
    .watchNetwork("Network", { flowLogGroupName: logOf("Flow", `/pictor/${api}/vpc-flow`) });
}
