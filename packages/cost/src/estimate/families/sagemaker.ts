import { type InstanceType, instanceTypes, throughputOf } from "@pictor/contracts";
import { instanceDimension } from "../../prices/dimensions";
import { block, blocks, numberOf, textOf } from "../../resources/attributes";
import { controlledRangeOf } from "../../resources/controlled";
import type { Attributes, Resource } from "../../resources/resource";
import { hoursPerMonth, secondsPerMonth } from "../../scenario/traffic";
import { captured } from "../capture";
import { controlledMonth, serverlessBeside } from "../controlled-month";
import { expectedInstances } from "../instances";
import { modelLatency } from "../latency";
import type { Surroundings } from "../surroundings";
import {
  amount,
  type Family,
  fixed,
  mapRange,
  type Range,
  type Uncounted,
  type Usage,
} from "../usage";

type Found = readonly (Usage | Uncounted)[];

/** Endpoints of SageMaker. A configuration costs nothing before an endpoint runs it. */
export const sagemaker: Family = {
  aws_sagemaker_endpoint: (endpoint, around) => {
    const configuration = around.follow(
      endpoint,
      "endpoint_config_name",
      "aws_sagemaker_endpoint_configuration",
    );
    if (configuration === undefined) {
      return [{ item: "endpoint", unpriced: "its endpoint configuration is not in the input" }];
    }
    const variants = blocks(configuration.values, "production_variants");
    const calls = fixed(shareOf(around, 1));
    return [
      ...variants.flatMap((variant) => {
        const serverless = block(variant, "serverless_config");
        return serverless === undefined
          ? realTime(endpoint, variant, around, variants.length)
          : serverlessVariant(endpoint, serverless, around, variants.length);
      }),
      ...captured(configuration, calls, around),
    ];
  },
  aws_sagemaker_endpoint_configuration: controlledInstances,
};

/** Pictures that reach one variant in a month. */
function shareOf(around: Surroundings, variants: number): number {
  const { requestsPerMonth, errorShare } = around.traffic;
  return around.share(requestsPerMonth * (1 - errorShare), "aws_sagemaker_endpoint") / variants;
}

function realTime(
  endpoint: Resource,
  variant: Attributes,
  around: Surroundings,
  variants: number,
): Found {
  const type = textOf(variant, "instance_type");
  if (type === undefined) return [{ item: "instances", unpriced: "instance_type is missing" }];
  const count = instances(endpoint, variant, type, around);
  const calls = shareOf(around, variants);
  return [
    {
      item: `${type} hours`,
      dimension: instanceDimension("hosting", type),
      quantity: mapRange(count.range, (n) => n * hoursPerMonth),
      basis: `${amount(count.range.expected)} × ${hoursPerMonth} h`,
      ...(count.assumption !== undefined && { assumption: count.assumption }),
    },
    volume(variant, type, count.range),
    ...data("hosting", fixed(calls), around),
  ];
}

/** The disk of each instance; SageMaker's own choice of its size is not known. */
function volume(variant: Attributes, type: string, range: Range): Usage | Uncounted {
  const size = numberOf(variant, "volume_size_in_gb", 0);
  if (size > 0) {
    return {
      item: "instance volumes",
      dimension: "hosting-volume-gb-month",
      quantity: mapRange(range, (n) => n * size),
      basis: `${amount(range.expected)} × ${size} GB`,
    };
  }
  if (instanceTypes[type as InstanceType]?.storage === "nvme") {
    return {
      item: "instance volumes",
      dimension: "hosting-volume-gb-month",
      quantity: 0,
      basis: "its own disk, no volume",
    };
  }
  return {
    item: "instance volumes",
    unpriced: "volume_size_in_gb is not set, and SageMaker documents no default: 1 to 512 GB",
  };
}

function instances(
  endpoint: Resource,
  variant: Attributes,
  type: string,
  around: Surroundings,
): { readonly range: Range; readonly assumption?: string } {
  const initial = numberOf(variant, "initial_instance_count", 1);
  const target = around
    .referring(endpoint, "resource_id", "aws_appautoscaling_target")
    .find(({ values }) => values.scalable_dimension === "sagemaker:variant:DesiredInstanceCount");
  const scaled = target ?? scaledByName(endpoint, around);
  if (scaled === undefined) return { range: fixed(initial) };
  const bounds = {
    min: numberOf(scaled.values, "min_capacity"),
    max: numberOf(scaled.values, "max_capacity"),
  };
  if (!(type in instanceTypes)) {
    return {
      range: { min: bounds.min, expected: bounds.max, max: bounds.max },
      assumption: `all ${bounds.max} instances: what ${type} carries is not known`,
    };
  }
  const throughput = throughputOf(around.release, type as InstanceType);
  const expected = expectedInstances(around.traffic, throughput.rps, bounds);
  return {
    range: { ...bounds, expected },
    ...(!throughput.calibrated &&
      expected > bounds.min && {
        assumption: `${throughput.rps} requests/s for an instance: this release was not measured on ${type}`,
      }),
  };
}

/** The target by its literal id, `endpoint/<name>/variant/<variant>`: a state has no references. */
function scaledByName(endpoint: Resource, around: Surroundings): Resource | undefined {
  return around
    .all("aws_appautoscaling_target")
    .find(({ values }) =>
      String(values.resource_id).startsWith(`endpoint/${endpoint.values.name}/`),
    );
}

/** Instances of an endpoint that is in no plan: a capacity controller makes it of this configuration while it pays. */
function controlledInstances(configuration: Resource, around: Surroundings): Found {
  if (controlledRangeOf(configuration) === undefined) return [];
  const serverless = serverlessBeside(configuration, around);
  const month = serverless && controlledMonth(serverless, around);
  if (month === undefined || month.configuration !== configuration) {
    return [{ item: "instances", unpriced: "there is no serverless endpoint beside them" }];
  }
  const [variant = {}] = blocks(configuration.values, "production_variants");
  const { instances, instanceType, range, reason, requestsOn } = month;
  const calls = shareOf(around, 1);
  const onInstances = { min: 0, expected: calls * requestsOn, max: calls };
  const ofInstances = { min: 0, expected: instances, max: range.max };
  return [
    {
      item: `${instanceType} hours while they pay`,
      dimension: instanceDimension("hosting", instanceType),
      quantity: mapRange(ofInstances, (n) => n * hoursPerMonth),
      basis: `${amount(instances)} × ${hoursPerMonth} h`,
      assumption: reason,
    },
    volume(variant, instanceType, ofInstances),
    ...data("hosting", onInstances, around),
    ...captured(configuration, onInstances, around),
  ];
}

/** Calls of a serverless endpoint: those that a capacity controller leaves to it, where there is one. */
function serverlessCalls(endpoint: Resource, around: Surroundings, variants: number): Range {
  const calls = shareOf(around, variants);
  const left = calls * (1 - (controlledMonth(endpoint, around)?.requestsOn ?? 0));
  return { min: left, expected: left, max: calls };
}

function serverlessVariant(
  endpoint: Resource,
  config: Attributes,
  around: Surroundings,
  variants: number,
): Found {
  const memoryMb = numberOf(config, "memory_size_in_mb");
  const memoryGb = memoryMb / 1024;
  const calls = serverlessCalls(endpoint, around, variants);
  const { ms, assumption } = modelLatency(around.traffic, around.release, `serverless-${memoryMb}`);
  const provisioned = numberOf(config, "provisioned_concurrency", 0);
  const used = mapRange(calls, (count) => count * (ms / 1000) * memoryGb);
  const basis = `${amount(calls.expected)} × ${ms} ms × ${amount(memoryGb)} GB`;
  const duration = {
    item: "compute",
    quantity: used,
    basis,
    ...(assumption !== undefined && { assumption }),
  };
  return [
    ...(provisioned > 0
      ? [
          {
            item: "provisioned concurrency",
            dimension: "serverless-provisioned-gb-second",
            quantity: provisioned * memoryGb * secondsPerMonth,
            basis: `${provisioned} × ${amount(memoryGb)} GB × ${hoursPerMonth} h`,
          } as const,
          { ...duration, dimension: "serverless-provisioned-duration-gb-second" } as const,
        ]
      : [{ ...duration, dimension: "serverless-gb-second" } as const]),
    ...data("serverless", calls, around),
  ];
}

function data(kind: "hosting" | "serverless", calls: Range, { traffic }: Surroundings): Usage[] {
  const { imageBytes, answerBytes } = traffic;
  return [
    {
      item: "data in",
      dimension: `${kind}-data-in-gb`,
      quantity: mapRange(calls, (count) => (count * imageBytes) / 1e9),
      basis: `${amount(calls.expected)} × ${amount(imageBytes)} bytes`,
    },
    {
      item: "data out",
      dimension: `${kind}-data-out-gb`,
      quantity: mapRange(calls, (count) => (count * answerBytes) / 1e9),
      basis: `${amount(calls.expected)} × ${amount(answerBytes)} bytes`,
    },
  ];
}
