import { hostingHours } from "./instance-hours";
import type { Price } from "./price";
import { priceRows } from "./price-rows";
import { priceList, readOn, remembered } from "./sources";

const high = { region: "eu-central-1", read: readOn, confidence: "high" } as const;
const medium = { ...high, confidence: "medium" } as const;
const low = { ...high, confidence: "low" } as const;

/** Main lines in Frankfurt; what is not here, serverless inference too, is unpriced. */
export const euCentral1Prices: readonly Price[] = [
  ...hostingHours(
    { ...low, source: "1.2 times EC2's price per hour in eu-central-1; no text was read" },
    {
      "ml.m5.large": 0.138,
      "ml.m5.xlarge": 0.276,
      "ml.m5.2xlarge": 0.552,
      "ml.c5.large": 0.1164,
      "ml.c5.xlarge": 0.2328,
      "ml.c5.2xlarge": 0.4656,
    },
  ),
  ...priceRows(
    { ...low, source: "1.4 times EBS gp2's price in eu-central-1; no text was read" },
    { "hosting-volume-gb-month": 0.1666 },
  ),
  ...priceRows(
    { ...low, source: `${remembered("sagemaker")}; the same as in us-east-1` },
    { "hosting-data-in-gb": 0.016, "hosting-data-out-gb": 0.016 },
  ),
  // The first tier's price was read; further ones are cheaper, so a large bill comes out too high.
  ...priceRows(
    { ...medium, source: priceList("AmazonApiGateway", "2026-08", "eu-central-1") },
    { "api-gateway-rest-request": 3.7e-6, "api-gateway-cache-0.5-gb-hour": 0.02 },
  ),
  ...priceRows(
    { ...high, source: priceList("AWSLambda", undefined, "eu-central-1") },
    { "lambda-request": 2e-7 },
  ),
  ...priceRows(
    {
      ...medium,
      source: `${priceList("AWSLambda", undefined, "eu-central-1")} (first tier of x86; the rest as in us-east-1)`,
    },
    {
      "lambda-gb-second-x86": [[6e9, 1.66667e-5], [15e9, 1.5e-5], 1.33334e-5],
      "lambda-gb-second-arm": [[7.5e9, 1.33334e-5], [18.75e9, 1.20001e-5], 1.06667e-5],
    },
  ),
  ...priceRows(
    { ...low, source: `${remembered("waf")}; the same in every region` },
    { "waf-web-acl-month": 5, "waf-rule-month": 1, "waf-request": 6e-7 },
  ),
  ...priceRows(
    {
      ...medium,
      source: "a public set of billing rules with usage type EUC1-DataProcessing-Bytes",
    },
    { "logs-ingest-gb": 0.63 },
  ),
  ...priceRows(
    { ...low, source: remembered("cloudwatch") },
    {
      "alarm-standard-resolution-month": 0.1,
      "alarm-high-resolution-month": 0.3,
      "alarm-composite-month": 0.5,
      "custom-metric-month": [[10_000, 0.3], [250_000, 0.1], [1_000_000, 0.05], 0.02],
      "dashboard-month": 3,
      "logs-storage-gb-month": 0.0324,
    },
  ),
  ...priceRows({ ...low, source: remembered("kms") }, { "kms-key-month": 1, "kms-request": 3e-6 }),
  ...priceRows(
    { ...low, source: remembered("s3") },
    {
      "s3-standard-gb-month": [[51_200, 0.0245], [512_000, 0.0235], 0.0225],
      "s3-put-request": 5.4e-6,
      "s3-get-request": 4.3e-7,
    },
  ),
  ...priceRows(
    { ...high, source: priceList("AmazonVPC", undefined, "eu-central-1") },
    { "interface-endpoint-gb": [[1_048_576, 0.01], [5_242_880, 0.006], 0.004] },
  ),
  ...priceRows(
    { ...low, source: `${remembered("privatelink")}; ${remembered("vpc")}` },
    {
      "interface-endpoint-hour": 0.012,
      "transfer-out-internet-gb": [[10_240, 0.09], [51_200, 0.085], [153_600, 0.07], 0.05],
      "transfer-between-zones-gb": 0.01,
    },
  ),
];
