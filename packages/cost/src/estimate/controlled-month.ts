import { type InstanceType, instanceTypes, throughputOf } from "@pictor/contracts";
import { block, blocks, numberOf, textOf } from "../resources/attributes";
import { type ControlledRange, controlledRangeOf } from "../resources/controlled";
import type { Attributes, Resource } from "../resources/resource";
import { hourlyShares } from "../scenario/shape";
import { secondsPerMonth } from "../scenario/traffic";
import { breakEven } from "./break-even";
import { scalingShare } from "./instances";
import { modelLatency } from "./latency";
import { modeCost } from "./modes";
import type { Surroundings } from "./surroundings";
import { amount } from "./usage";

/** What a capacity controller makes of a month's traffic. */
export interface ControlledMonth {
  readonly configuration: Resource;
  readonly range: ControlledRange;
  readonly instanceType: string;
  /** Instances on average of the month, as the thresholds and autoscaling ask for them. */
  readonly instances: number;
  /** Share of the requests that come in those hours. */
  readonly requestsOn: number;
  /** Why: the rate from which instances come, and in how many hours of the week it is reached. */
  readonly reason: string;
}

/**
 * Returns what a capacity controller makes of the traffic beside a serverless endpoint; undefined where no
 * configuration in the endpoint's environment is one of a controller's.
 *
 * Each hour is judged by its own mean rate: instances are there from the lower of two rates on, the one at which they
 * cost no more than serverless and the one that serverless does not carry, and in the busiest hours that a schedule
 * wants them in. How long a reason must last, and what switching costs, is not counted.
 */
export function controlledMonth(
  serverless: Resource,
  around: Surroundings,
): ControlledMonth | undefined {
  for (const configuration of around.all("aws_sagemaker_endpoint_configuration")) {
    const range = controlledRangeOf(configuration);
    if (range === undefined || configuration.environment !== serverless.environment) continue;
    const [variant] = blocks(configuration.values, "production_variants");
    const instanceType = variant && textOf(variant, "instance_type");
    if (variant === undefined || instanceType === undefined) continue;
    const from = rateOf(serverless, variant, { range, instanceType }, around);
    return { configuration, range, instanceType, ...spread(from, range, instanceType, around) };
  }
  return undefined;
}

/** The serverless endpoint beside a controller's configuration. */
export function serverlessBeside(
  configuration: Resource,
  around: Surroundings,
): Resource | undefined {
  return around
    .all("aws_sagemaker_endpoint")
    .find(
      (endpoint) =>
        endpoint.environment === configuration.environment &&
        serverlessConfig(endpoint, around) !== undefined,
    );
}

function serverlessConfig(endpoint: Resource, around: Surroundings): Attributes | undefined {
  const type = "aws_sagemaker_endpoint_configuration";
  const configuration = around.follow(endpoint, "endpoint_config_name", type);
  const variants = configuration ? blocks(configuration.values, "production_variants") : [];
  return variants
    .map((variant) => block(variant, "serverless_config"))
    .find((config) => config !== undefined);
}

/** Requests a second from which instances are there. */
function rateOf(
  serverless: Resource,
  variant: Attributes,
  { range, instanceType }: Pick<ControlledMonth, "range" | "instanceType">,
  around: Surroundings,
): number {
  const { release, traffic } = around;
  const config = serverlessConfig(serverless, around);
  if (config === undefined) return Number.POSITIVE_INFINITY;
  const memorySizeMb = numberOf(config, "memory_size_in_mb");
  const { ms } = modelLatency(traffic, release, `serverless-${memorySizeMb}`);
  const carried = (numberOf(config, "max_concurrency") * 1000) / ms;
  const { region } = serverless;
  if (region === undefined || !Object.hasOwn(instanceTypes, instanceType)) return carried;
  const conditions = { region, release, traffic };
  const [of, instances] = [
    modeCost({ kind: "serverless", memorySizeMb }, conditions),
    modeCost(
      {
        kind: "realTime",
        instanceType: instanceType as InstanceType,
        minInstances: range.min,
        volumeGb: numberOf(variant, "volume_size_in_gb", 0),
      },
      conditions,
    ),
  ];
  if ("unpriced" in of || "unpriced" in instances) return carried;
  const paying = breakEven(of, instances);
  return paying.kind === "at" ? Math.min(paying.rps, carried) : carried;
}

function spread(
  from: number,
  range: ControlledRange,
  instanceType: string,
  { release, traffic }: Surroundings,
): Pick<ControlledMonth, "instances" | "requestsOn" | "reason"> {
  const shares = [...hourlyShares(traffic.shape)].sort((a, b) => b - a);
  const secondsOfHour = secondsPerMonth / shares.length;
  const each = Object.hasOwn(instanceTypes, instanceType)
    ? throughputOf(release, instanceType as InstanceType).rps * scalingShare
    : 0;
  const hours = shares.map((share, index) => {
    const rate = (traffic.requestsPerMonth * share) / secondsOfHour;
    const isOn = rate >= from || index < range.busyHoursPerWeek;
    const needed = each > 0 ? Math.ceil(rate / each) : range.max;
    return { share, isOn, instances: Math.min(range.max, Math.max(range.min, needed)) };
  });
  const on = hours.filter(({ isOn }) => isOn);
  const scheduled =
    range.busyHoursPerWeek > 0 ? `, ${amount(range.busyHoursPerWeek)} h by schedule` : "";
  return {
    instances: on.reduce((sum, { instances }) => sum + instances, 0) / hours.length,
    requestsOn: on.length === hours.length ? 1 : on.reduce((sum, { share }) => sum + share, 0),
    reason: `instances from ${amount(Number(from.toFixed(2)))} requests/s on: ${on.length} of ${hours.length} h a week${scheduled}`,
  };
}
