import {
  type Estimate,
  type EstimateOptions,
  estimate,
  readResources,
  type TrafficInput,
  trafficOf,
} from "../src";

/** An expression, as a synthesised stack holds it. */
export const ref = (expression: string): string => `\${${expression}}`;

type Named = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Resources of a synthesised stack in us-east-1, by type and name. */
export function stackOf(resource: Readonly<Record<string, Named>>, region = "us-east-1") {
  return readResources({ provider: { aws: [{ region }] }, resource });
}

/** A month's bill of one stack; the day on which prices are judged is the day when they were read. */
export function billOf(
  resource: Readonly<Record<string, Named>>,
  traffic: Partial<TrafficInput> = {},
  options: EstimateOptions = {},
): Estimate {
  const full = trafficOf({ requestsPerMonth: 0, imageBytes: 0, ...traffic });
  return estimate(stackOf(resource), full, { on: "2026-11-28", ...options });
}

/** Expected dollars of a line, by a part of its item. */
export function usdOf(bill: Estimate, item: string): number {
  const lines = bill.lines.filter((line) => line.item.includes(item));
  if (lines.length === 0)
    throw new Error(`no line '${item}' among ${bill.lines.map((line) => line.item)}`);
  return lines.reduce((sum, { usd }) => sum + usd.expected, 0);
}

/** An endpoint on instances, with autoscaling where `most` is above `count`. */
export function endpointOf(instanceType: string, count = 1, most = count, variant: object = {}) {
  return {
    aws_sagemaker_endpoint_configuration: {
      C: {
        production_variants: [
          { instance_type: instanceType, initial_instance_count: count, ...variant },
        ],
      },
    },
    aws_sagemaker_endpoint: {
      E: { name: "e", endpoint_config_name: ref("aws_sagemaker_endpoint_configuration.C.name") },
    },
    ...(most > count && {
      aws_appautoscaling_target: {
        T: {
          resource_id: `endpoint/${ref("aws_sagemaker_endpoint.E.name")}/variant/AllTraffic`,
          scalable_dimension: "sagemaker:variant:DesiredInstanceCount",
          min_capacity: count,
          max_capacity: most,
        },
      },
    }),
  };
}

/** A serverless endpoint. */
export function serverlessOf(memoryMb: number, config: object = {}) {
  return {
    aws_sagemaker_endpoint_configuration: {
      C: {
        production_variants: [
          { serverless_config: { memory_size_in_mb: memoryMb, max_concurrency: 5, ...config } },
        ],
      },
    },
    aws_sagemaker_endpoint: {
      E: { name: "e", endpoint_config_name: ref("aws_sagemaker_endpoint_configuration.C.name") },
    },
  };
}
