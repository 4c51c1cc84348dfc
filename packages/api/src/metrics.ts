import { type ApiMetrics, metricsOf } from "@pictor/contracts";

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
