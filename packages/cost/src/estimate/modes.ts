import { type InstanceType, instanceTypes, throughputOf } from "@pictor/contracts";
import { type Dimension, instanceDimension } from "../prices/dimensions";
import { charge, flagsOf, type PriceFlag, priceOf } from "../prices/lookup";
import { hoursPerMonth, secondsPerMonth, type Traffic } from "../scenario/traffic";
import { scalingShare } from "./instances";
import { modelLatency, type ServedRelease } from "./latency";

/** A way to compute on an endpoint. */
export type Mode =
  | { readonly kind: "serverless"; readonly memorySizeMb: number }
  | {
      readonly kind: "realTime";
      readonly instanceType: InstanceType;
      /** Fewest instances; 2 survive the loss of one. */
      readonly minInstances: number;
      /** Disk of each instance. @default 0 */
      readonly volumeGb?: number;
    };

/** What the cost of a mode depends on beyond the mode. */
export interface ModeConditions {
  readonly region: string;
  readonly release: ServedRelease;
  readonly traffic: Traffic;
  /** Day on which prices are judged stale. */
  readonly on?: string;
}

/** Cost of a mode as a function of the request rate, in US dollars a month. */
export interface ModeCost {
  readonly name: string;
  readonly mode: Mode;
  /** Cost of one request that grows with the rate: compute of serverless, data of both. */
  readonly usdPerRequest: number;
  /** Cost of each instance; 0 of serverless. */
  readonly usdPerInstance: number;
  /** Instances at a rate; 0 of serverless. */
  readonly instancesAt: (rps: number) => number;
  /** Most requests a second that `n` instances are to carry; unlimited of serverless. */
  readonly rpsOf: (instances: number) => number;
  /** Assumptions that replace missing measurements. */
  readonly assumption?: string;
  readonly flags: readonly PriceFlag[];
}

/** A mode that cannot be priced. */
export interface UnpricedMode {
  readonly name: string;
  readonly unpriced: string;
}

/** Returns what a mode costs by rate; what has no price is named. Tiers of SageMaker: none. */
export function modeCost(mode: Mode, conditions: ModeConditions): ModeCost | UnpricedMode {
  return mode.kind === "serverless"
    ? serverlessCost(mode, conditions)
    : realTimeCost(mode, conditions);
}

/** Dollars a month of a mode at a rate that is the same all the time. */
export function usdAt(cost: ModeCost, rps: number): number {
  return cost.instancesAt(rps) * cost.usdPerInstance + rps * secondsPerMonth * cost.usdPerRequest;
}

type Of<Kind> = Extract<Mode, { kind: Kind }>;

function serverlessCost(
  mode: Of<"serverless">,
  conditions: ModeConditions,
): ModeCost | UnpricedMode {
  const { region, release, traffic } = conditions;
  const name = `serverless ${mode.memorySizeMb / 1024} GB`;
  const prices = pricesOf(conditions, [
    "serverless-gb-second",
    "serverless-data-in-gb",
    "serverless-data-out-gb",
  ]);
  if (prices === undefined) return { name, unpriced: `no price here in ${region}` };
  const { ms, assumption } = modelLatency(traffic, release, `serverless-${mode.memorySizeMb}`);
  const [second = 0, dataIn = 0, dataOut = 0] = prices.usd;
  return {
    name,
    mode,
    usdPerRequest:
      (ms / 1000) * (mode.memorySizeMb / 1024) * second + dataUsd(traffic, dataIn, dataOut),
    usdPerInstance: 0,
    instancesAt: () => 0,
    rpsOf: () => Number.POSITIVE_INFINITY,
    flags: prices.flags,
    ...(assumption !== undefined && { assumption }),
  };
}

function realTimeCost(mode: Of<"realTime">, conditions: ModeConditions): ModeCost | UnpricedMode {
  const { region, release, traffic } = conditions;
  const { instanceType, minInstances, volumeGb = 0 } = mode;
  const name = minInstances > 1 ? `${minInstances}+ ${instanceType}` : instanceType;
  const prices = pricesOf(conditions, [
    instanceDimension("hosting", instanceType),
    "hosting-volume-gb-month",
    "hosting-data-in-gb",
    "hosting-data-out-gb",
  ]);
  if (prices === undefined) return { name, unpriced: `no price here in ${region}` };
  const [hour = 0, volume = 0, dataIn = 0, dataOut = 0] = prices.usd;
  const { rps, calibrated } = throughputOf(release, instanceType);
  const each = rps * scalingShare;
  return {
    name,
    mode,
    usdPerRequest: dataUsd(traffic, dataIn, dataOut),
    usdPerInstance:
      hour * hoursPerMonth +
      (instanceTypes[instanceType].storage === "ebs" ? volume * volumeGb : 0),
    instancesAt: (rate) => Math.max(minInstances, Math.ceil(rate / each)),
    rpsOf: (instances) => instances * each,
    flags: prices.flags,
    ...(!calibrated && {
      assumption: `${rps} requests/s for an instance: this release was not measured on ${instanceType}`,
    }),
  };
}

function dataUsd({ imageBytes, answerBytes }: Traffic, usdIn: number, usdOut: number): number {
  return (imageBytes * usdIn + answerBytes * usdOut) / 1e9;
}

function pricesOf(
  { region, on = new Date().toISOString().slice(0, 10) }: ModeConditions,
  dimensions: readonly Dimension[],
): { readonly usd: readonly number[]; readonly flags: readonly PriceFlag[] } | undefined {
  const prices = dimensions.map((dimension) => priceOf(region, dimension));
  const found = prices.filter((price) => price !== undefined);
  if (found.length < dimensions.length) return undefined;
  return {
    usd: found.map((price) => charge(price, 1)),
    flags: [...new Set(found.flatMap((price) => flagsOf(price, on)))],
  };
}
