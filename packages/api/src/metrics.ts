import { type ApiMetrics, type FunctionMetrics, metricsOf } from "@pictor/contracts";

/** What Lambda publishes of a function. */
export function functionMetrics(functionName: string): FunctionMetrics {
  const metric = metricsOf("AWS/Lambda", { FunctionName: functionName });
  return {
    invocations: metric("Invocations", "Count"),
    errors: metric("Errors", "Count"),
    throttles: metric("Throttles", "Count"),
    duration: metric("Duration", "Milliseconds"),
    concurrentExecutions: metric("ConcurrentExecutions", "Count"),
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
    integrationLatency: metric("IntegrationLatency", "Milliseconds"),
  };
}
