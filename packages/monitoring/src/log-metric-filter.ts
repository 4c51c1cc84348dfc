import { CloudwatchLogMetricFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-metric-filter";
import { Construct } from "constructs";
import type { LogMetricDefinition } from "./log-metric";

/** A metric made of a log's lines. */
export class LogMetricFilter extends Construct {
  public readonly resource: CloudwatchLogMetricFilter;

  public constructor(scope: Construct, id: string, name: string, definition: LogMetricDefinition) {
    super(scope, id);
    const { metric, dimensionFields } = definition;
    this.resource = new CloudwatchLogMetricFilter(this, "Resource", {
      name,
      logGroupName: definition.logGroupName,
      pattern: definition.pattern,
      metricTransformation: {
        namespace: metric.namespace,
        name: metric.name,
        value: "1",
        unit: metric.unit,
        // CloudWatch Logs refuses a default for a metric with dimensions.
        ...(dimensionFields === undefined
          ? { defaultValue: "0" }
          : { dimensions: { ...dimensionFields } }),
      },
    });
  }
}
