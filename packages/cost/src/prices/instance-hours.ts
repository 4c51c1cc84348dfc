import { type InstanceUse, instanceDimension } from "./dimensions";
import type { Confidence, Price } from "./price";
import { priceRows, type Reading } from "./price-rows";

/** Hours of real-time hosting in one region that were read together, as dollars by instance type. */
export function hostingHours(
  reading: Reading,
  usd: Readonly<Record<string, number>>,
): readonly Price[] {
  return instanceHours("hosting", reading, usd);
}

/**
 * Hours of jobs on the types that have them: SageMaker charges for a job what it charges for hosting.
 *
 * @see https://github.com/aws-samples/sagemaker-ssh-helper/blob/main/Sample_Costs.md (ml.m5.xlarge in all three uses)
 */
export function jobHours(
  use: "batch-transform" | "training",
  hosting: readonly Price[],
  families: Readonly<Record<string, readonly string[]>>,
): readonly Price[] {
  return hosting.flatMap((price) => {
    const type = typeOf(price);
    const [, family = "", size = ""] = type.split(".");
    if (!families[family]?.includes(size)) return [];
    const reading: Reading = {
      region: price.region,
      source: `the price of hosting; ${price.source}`,
      read: price.read,
      confidence: lowered(price.confidence),
    };
    return instanceHours(use, reading, { [type]: usdOf(price) });
  });
}

/** Managed spot training saves "up to 90 %", by AWS; how much changes all the time. */
export const assumedSpotDiscount = 0.7;

/** Hours of managed spot training, at {@link assumedSpotDiscount} below the price on demand. */
export function spotTrainingHours(training: readonly Price[]): readonly Price[] {
  return training
    .filter(({ dimension }) => dimension.startsWith("training-instance-hour/"))
    .flatMap((price) =>
      instanceHours(
        "spot-training",
        {
          region: price.region,
          source:
            "assumed to be 70 % below the price on demand; https://docs.aws.amazon.com/sagemaker/latest/dg/model-managed-spot-training.html says up to 90 %",
          read: price.read,
          confidence: "low",
        },
        { [typeOf(price)]: Number((usdOf(price) * (1 - assumedSpotDiscount)).toPrecision(6)) },
      ),
    );
}

function instanceHours(
  use: InstanceUse,
  reading: Reading,
  usd: Readonly<Record<string, number>>,
): readonly Price[] {
  const rows = Object.entries(usd).map(([type, each]) => [instanceDimension(use, type), each]);
  return priceRows(reading, Object.fromEntries(rows));
}

function typeOf({ dimension }: Price): string {
  return dimension.slice(dimension.indexOf("/") + 1);
}

function usdOf({ tiers: [tier], dimension }: Price): number {
  if (tier === undefined) throw new Error(`${dimension} has no price`);
  return tier.usd;
}

function lowered(confidence: Confidence): Confidence {
  return confidence === "high" ? "medium" : confidence;
}
