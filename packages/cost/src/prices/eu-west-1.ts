import { hostingHours, jobHours } from "./instance-hours";
import type { Price } from "./price";
import { priceRows } from "./price-rows";
import { readOn, remembered, sshHelperBill } from "./sources";

const bill = {
  region: "eu-west-1",
  source: sshHelperBill,
  read: readOn,
  confidence: "high",
} as const;
const low = { ...bill, confidence: "low" } as const;

const billedHours = hostingHours(bill, {
  "ml.m5.xlarge": 0.257,
  "ml.g4dn.xlarge": 0.821,
  "ml.g4dn.4xlarge": 1.678,
});

const derivedHours = hostingHours(
  { ...low, source: "1.2 times EC2's price per hour in eu-west-1; no text was read" },
  {
    "ml.m5.large": 0.1284,
    "ml.m5.2xlarge": 0.514,
    "ml.c5.large": 0.1152,
    "ml.c5.xlarge": 0.2304,
    "ml.c5.2xlarge": 0.4608,
  },
);

/** Main lines in Ireland; what is not here is unpriced. */
export const euWest1Prices: readonly Price[] = [
  ...billedHours,
  ...derivedHours,
  ...jobHours("batch-transform", billedHours, { m5: ["xlarge"], g4dn: ["xlarge"] }),
  ...jobHours("training", billedHours, { m5: ["xlarge"], g4dn: ["xlarge"] }),
  ...priceRows(bill, {
    "hosting-volume-gb-month": 0.154,
    "training-volume-gb-month": 0.154,
    "hosting-data-in-gb": 0.016,
    "hosting-data-out-gb": 0.016,
  }),
  ...priceRows(
    { ...low, source: `${remembered("lambda")}; the same as in us-east-1` },
    {
      "lambda-request": 2e-7,
      "lambda-gb-second-x86": [[6e9, 1.66667e-5], [15e9, 1.5e-5], 1.33334e-5],
      "lambda-gb-second-arm": [[7.5e9, 1.33334e-5], [18.75e9, 1.20001e-5], 1.06667e-5],
    },
  ),
  ...priceRows(
    { ...low, source: remembered("api-gateway") },
    { "api-gateway-rest-request": [[333e6, 3.5e-6], [1e9, 2.8e-6], [20e9, 2.38e-6], 1.51e-6] },
  ),
  ...priceRows(
    { ...low, source: `${remembered("waf")}; the same in every region` },
    { "waf-web-acl-month": 5, "waf-rule-month": 1, "waf-request": 6e-7 },
  ),
  ...priceRows(
    { ...low, source: remembered("cloudwatch") },
    {
      "alarm-standard-resolution-month": 0.1,
      "alarm-high-resolution-month": 0.3,
      "alarm-composite-month": 0.5,
      "custom-metric-month": [[10_000, 0.3], [250_000, 0.1], [1_000_000, 0.05], 0.02],
      "dashboard-month": 3,
      "logs-ingest-gb": 0.57,
      "logs-storage-gb-month": 0.03,
    },
  ),
  ...priceRows({ ...low, source: remembered("kms") }, { "kms-key-month": 1, "kms-request": 3e-6 }),
  ...priceRows(
    { ...low, source: remembered("s3") },
    {
      "s3-standard-gb-month": [[51_200, 0.023], [512_000, 0.022], 0.021],
      "s3-put-request": 5e-6,
      "s3-get-request": 4e-7,
    },
  ),
  ...priceRows(
    { ...low, source: `${remembered("privatelink")}; ${remembered("vpc")}` },
    {
      "interface-endpoint-hour": 0.011,
      "interface-endpoint-gb": [[1_048_576, 0.01], [5_242_880, 0.006], 0.004],
      "transfer-out-internet-gb": [[10_240, 0.09], [51_200, 0.085], [153_600, 0.07], 0.05],
      "transfer-between-zones-gb": 0.01,
    },
  ),
];
