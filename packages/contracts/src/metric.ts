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
  readonly unit: "Count" | "Milliseconds" | "Microseconds" | "Percent" | "Bytes" | "None";
}

/** What an API emits. */
export interface ApiMetrics {
  readonly count: MetricDescription;
  readonly clientErrors: MetricDescription;
  readonly serverErrors: MetricDescription;
  readonly latency: MetricDescription;
}

/** What a Lambda function emits. */
export interface FunctionMetrics {
  readonly invocations: MetricDescription;
  readonly errors: MetricDescription;
  readonly throttles: MetricDescription;
  readonly duration: MetricDescription;
}

/** What an endpoint emits. */
export interface EndpointMetrics {
  readonly invocations: MetricDescription;
  readonly modelErrors: MetricDescription;
  readonly serverErrors: MetricDescription;
  readonly modelLatency: MetricDescription;
}
