import type { ApiMetrics, FunctionMetrics, MetricDescription } from "@pictor/contracts";

type Describe = (name: string, unit: MetricDescription["unit"]) => MetricDescription;

function metricsOf(namespace: string, dimensions: MetricDescription["dimensions"]): Describe {
  return (name, unit) => ({ namespace, name, dimensions, unit });
}

/** What Lambda publishes of a function. */
export function functionMetrics(functionName: string): FunctionMetrics {
  const metric = metricsOf("AWS/Lambda", { FunctionName: functionName });
  return {
    invocations: metric("Invocations", "Count"),
    errors: metric("Errors", "Count"),
    throttles: metric("Throttles", "Count"),
    duration: metric("Duration", "Milliseconds"),
  };
}

/** What API Gateway publishes of a stage. */
export function apiMetrics(apiName: string, stage: string): ApiMetrics {
  const metric = metricsOf("AWS/ApiGateway", { ApiName: apiName, Stage: stage });
  return {
    count: metric("Count", "Count"),
    clientErrors: metric("4XXError", "Count"),
    serverErrors: metric("5XXError", "Count"),
    latency: metric("Latency", "Milliseconds"),
  };
}
