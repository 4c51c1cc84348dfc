import { type FunctionMetrics, metricsOf } from "@pictor/contracts";

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
