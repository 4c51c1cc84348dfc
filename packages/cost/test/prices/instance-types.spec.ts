import { TrainingInstanceType, TransformInstanceType } from "@aws-sdk/client-sagemaker";
import { instanceTypes } from "@pictor/contracts";
import {
  allPrices,
  assumedSpotDiscount,
  type InstanceUse,
  instanceDimension,
  priceOf,
} from "../../src";

const types = Object.keys(instanceTypes);
const usdOf = (use: InstanceUse, type: string, region = "us-east-1"): number | undefined =>
  priceOf(region, instanceDimension(use, type))?.tiers[0]?.usd;
const priced = (use: InstanceUse): readonly string[] =>
  types.filter((type) => usdOf(use, type) !== undefined);

describe("in us-east-1 an hour of", () => {
  it("hosting has a price on every instance type that an endpoint can have", () => {
    expect(priced("hosting")).toEqual(types);
  });

  it.each([
    ["batch-transform", TransformInstanceType],
    ["training", TrainingInstanceType],
    ["spot-training", TrainingInstanceType],
  ] as const)("%s has a price on those that SageMaker has for it, and on no other", (use, sold) => {
    const names: readonly string[] = Object.values(sold);
    expect(priced(use)).toEqual(types.filter((type) => names.includes(type)));
    expect(priced(use).length).toBeGreaterThan(20);
  });

  it("a job costs what hosting costs, and managed spot training the stated discount less", () => {
    for (const type of priced("training")) {
      expect(usdOf("training", type)).toBe(usdOf("hosting", type));
      const ratio = (usdOf("spot-training", type) as number) / (usdOf("training", type) as number);
      expect(ratio).toBeCloseTo(1 - assumedSpotDiscount, 5);
    }
    for (const type of priced("batch-transform")) {
      expect(usdOf("batch-transform", type)).toBe(usdOf("hosting", type));
    }
  });

  it("managed spot training is of low confidence: its discount is an assumption", () => {
    const spot = allPrices.filter(({ dimension }) => dimension.startsWith("spot-training-"));
    expect(spot.length).toBeGreaterThan(20);
    expect(new Set(spot.map(({ confidence }) => confidence))).toEqual(new Set(["low"]));
  });

  it("hosting doubles with the size of a machine without accelerator", () => {
    for (const [smaller, larger] of [
      ["large", "xlarge"],
      ["xlarge", "2xlarge"],
      ["2xlarge", "4xlarge"],
    ]) {
      for (const family of ["m5", "m6i", "m7i", "m5d", "c5", "c6i", "c7i", "c5d"]) {
        const [less, more] = [smaller, larger].map((size) =>
          usdOf("hosting", `ml.${family}.${size}`),
        );
        if (less === undefined || more === undefined) continue;
        expect(more / less).toBeCloseTo(2, 1);
      }
    }
  });
});

describe("what production for $220 a month stands on", () => {
  it.each([
    "hosting-instance-hour/ml.c5.large",
    "hosting-volume-gb-month",
    "hosting-data-in-gb",
    "hosting-data-out-gb",
    "api-gateway-rest-request",
    "lambda-request",
    "lambda-gb-second-x86",
    "lambda-gb-second-arm",
    "waf-web-acl-month",
    "waf-rule-month",
    "waf-request",
    "interface-endpoint-hour",
    "interface-endpoint-gb",
    "alarm-standard-resolution-month",
    "alarm-composite-month",
    "custom-metric-month",
    "dashboard-month",
    "logs-ingest-gb",
    "logs-storage-gb-month",
    "vended-logs-ingest-gb",
    "kms-key-month",
    "kms-request",
    "s3-standard-gb-month",
    "s3-put-request",
    "s3-get-request",
    "transfer-between-zones-gb",
    "transfer-out-internet-gb",
    "sns-request",
    "sns-email-notification",
  ] as const)("%s is of high confidence in us-east-1", (dimension) => {
    expect(priceOf("us-east-1", dimension)).toMatchObject({ confidence: "high" });
  });
});
