import type { Price } from "./price";

const priceList =
  "AWS Price List API, AmazonSageMaker, read by two independent public repositories";
const constants =
  "https://github.com/aws-samples/sagemaker-serverless-inference-benchmarking (cost_constants.py) and public tables that agree";

/** An instance type whose price is known here. */
export type PricedInstanceType =
  | "ml.m5.large"
  | "ml.m5.xlarge"
  | "ml.m5.2xlarge"
  | "ml.c5.xlarge"
  | "ml.c6i.xlarge";

/**
 * What an hour of real-time hosting costs in us-east-1, by SageMaker's instance type.
 *
 * SageMaker charges about a fifth more than EC2 for the same machine; tables that show less show EC2's price.
 */
export const hostingPrices: Readonly<Record<PricedInstanceType, Price>> = {
  "ml.m5.large": row(0.115, "2026-09", `half of ml.m5.xlarge; ${priceList}`, "high"),
  "ml.m5.xlarge": row(0.23, "2026-09-28", priceList, "high"),
  "ml.m5.2xlarge": row(0.461, "2026-09-28", priceList, "high"),
  "ml.c5.xlarge": row(0.204, "2026-09", constants, "high"),
  "ml.c6i.xlarge": row(0.204, "2026-09", "one public table, and 1.2 times EC2's price", "medium"),
};

function row(usd: number, read: string, source: string, confidence: Price["confidence"]): Price {
  return { usd, unit: "instance-hour", region: "us-east-1", source, read, confidence };
}
