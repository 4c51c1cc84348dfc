import {
  type ApiMetrics,
  capacityMetrics,
  type FunctionMetrics,
  firewallMetrics,
  machineMetrics,
  metricsOf,
  type RealTimeEndpointMetrics,
  routingMetrics,
  type ServerlessEndpointMetrics,
} from "@pictor/contracts";
import { type Synthesised, synthesise } from "@pictor/testing";
import type { TerraformStack } from "cdktf";
import {
  latencyLimit,
  Monitoring,
  type MonitoringProps,
  type WatchedApi,
  type WatchedCapacity,
  type WatchedEndpoint,
  type WatchedFunction,
  type WatchedJobs,
} from "../src";

const gateway = metricsOf("AWS/ApiGateway", { ApiName: "a", Stage: "v1" });
const apiMetrics: ApiMetrics = {
  count: gateway("Count", "Count"),
  clientErrors: gateway("4XXError", "Count"),
  serverErrors: gateway("5XXError", "Count"),
  latency: gateway("Latency", "Milliseconds"),
  integrationLatency: gateway("IntegrationLatency", "Milliseconds"),
};

const lambda = metricsOf("AWS/Lambda", { FunctionName: "f" });
const functionMetrics: FunctionMetrics = {
  invocations: lambda("Invocations", "Count"),
  errors: lambda("Errors", "Count"),
  throttles: lambda("Throttles", "Count"),
  duration: lambda("Duration", "Milliseconds"),
  concurrentExecutions: lambda("ConcurrentExecutions", "Count"),
};

const commonOf = (EndpointName: string) => {
  const invocation = metricsOf("AWS/SageMaker", { EndpointName, VariantName: "v" });
  const instance = metricsOf("/aws/sagemaker/Endpoints", { EndpointName, VariantName: "v" });
  return {
    invocation,
    instance,
    common: {
      invocations: invocation("Invocations", "None"),
      clientErrors: invocation("Invocation4XXErrors", "None"),
      serverErrors: invocation("Invocation5XXErrors", "None"),
      modelLatency: invocation("ModelLatency", "Microseconds"),
      overheadLatency: invocation("OverheadLatency", "Microseconds"),
      memoryUtilization: instance("MemoryUtilization", "Percent"),
    },
  };
};

const realTimeMetrics = (name: string): RealTimeEndpointMetrics => {
  const { invocation, instance, common } = commonOf(name);
  return {
    kind: "realTime",
    ...common,
    modelErrors: invocation("InvocationModelErrors", "None"),
    invocationsPerInstance: invocation("InvocationsPerInstance", "None"),
    cpuUtilization: instance("CPUUtilization", "Percent"),
    diskUtilization: instance("DiskUtilization", "Percent"),
  };
};

const serverlessMetrics = (name: string): ServerlessEndpointMetrics => {
  const { invocation, common } = commonOf(name);
  return {
    kind: "serverless",
    ...common,
    modelSetupTime: invocation("ModelSetupTime", "Microseconds"),
    concurrentExecutionsUtilization: invocation(
      "ServerlessConcurrentExecutionsUtilization",
      "None",
    ),
  };
};

/** A service with everything that can be watched, on two endpoints. */
export const api: WatchedApi = {
  metrics: apiMetrics,
  firewall: firewallMetrics("a", "eu-central-1"),
  accessLogGroupName: "/access",
  leastRequestsPerMinute: 5,
  expectedPeakRps: 10,
};
export const predict: WatchedFunction = {
  metrics: functionMetrics,
  timeoutMs: 28_000,
  reservedConcurrency: 100,
  routing: routingMetrics("f", ["real-time", "serverless"]),
  logGroupName: "/function",
};
export const realTime: WatchedEndpoint = {
  endpointName: "real-time",
  metrics: realTimeMetrics("real-time"),
  logGroupName: "/real-time",
  redundant: true,
  latency: latencyLimit(
    [{ target: "ml.m5.xlarge", rps: 20, p50Ms: 60, p99Ms: 110, date: "2026-11-01", on: "aws" }],
    "ml.m5.xlarge",
    3000,
  ),
  vcpus: 4,
  instances: { min: 2, max: 4 },
};
export const serverless: WatchedEndpoint = {
  endpointName: "serverless",
  metrics: serverlessMetrics("serverless"),
  logGroupName: "/serverless",
  redundant: true,
  latency: latencyLimit([], "serverless-2048", 26_000),
};
export const capacity: WatchedCapacity = { metrics: capacityMetrics("controller") };

const machineArn = "arn:aws:states:eu-central-1:123456789012:stateMachine";
export const batch: WatchedJobs = { metrics: machineMetrics(`${machineArn}:transform`) };
export const training: WatchedJobs = { metrics: machineMetrics(`${machineArn}:training`) };

export const keyArn = "arn:aws:kms:eu-central-1:123456789012:key/k";

/** Monitoring of the tests' own name and place. */
export function monitoringIn(
  stack: TerraformStack,
  props: Partial<MonitoringProps> = {},
): Monitoring {
  return new Monitoring(stack, "Monitoring", {
    name: "pictor-test",
    accountId: "123456789012",
    region: "eu-central-1",
    encryptionKey: { arn: keyArn },
    ...props,
  });
}

/** Synthesises a stack with it. */
export function build(
  use: (monitoring: Monitoring) => void,
  props: Partial<MonitoringProps> = {},
): Synthesised {
  return synthesise((stack) => use(monitoringIn(stack, props)));
}

/** Everything watched. */
export function watchAll(monitoring: Monitoring): void {
  monitoring
    .watchApi("Api", api)
    .watchFunction("Predict", predict)
    .watchEndpoint("RealTime", realTime)
    .watchEndpoint("Serverless", serverless)
    .watchCapacity("Capacity", capacity)
    .watchBatch("Batch", batch)
    .watchTraining("Training", training)
    .watchNetwork("Network", { flowLogGroupName: "/flow" });
}
