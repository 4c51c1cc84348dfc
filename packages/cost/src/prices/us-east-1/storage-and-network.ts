import type { Price } from "../price";
import { priceRows } from "../price-rows";
import { infracostGoldens, priceList, readOn, remembered } from "../sources";

const high = { region: "us-east-1", read: readOn, confidence: "high" } as const;
const medium = { ...high, confidence: "medium" } as const;

const s3 = [
  ...priceRows(
    { ...high, source: `${priceList("AmazonS3", "2026-09-18")}; ${infracostGoldens}` },
    {
      "s3-standard-gb-month": [[51_200, 0.023], [512_000, 0.022], 0.021],
      "s3-put-request": 5e-6,
      "s3-get-request": 4e-7,
    },
  ),
  // Infracost's quantities lie inside the first tier; AWS's further tiers are those of S3 Standard.
  ...priceRows(
    { ...high, source: infracostGoldens },
    {
      "s3-intelligent-tiering-frequent-gb-month": [[51_200, 0.023], [512_000, 0.022], 0.021],
      "s3-intelligent-tiering-infrequent-gb-month": 0.0125,
      "s3-intelligent-tiering-object-month": 2.5e-6,
      "s3-standard-ia-gb-month": 0.0125,
      "s3-standard-ia-retrieval-gb": 0.01,
      "s3-glacier-flexible-gb-month": 0.0036,
      "s3-glacier-deep-archive-gb-month": 0.00099,
      "s3-lifecycle-transition-intelligent-tiering": 1e-5,
      "s3-lifecycle-transition-standard-ia": 1e-5,
    },
  ),
  ...priceRows(
    { ...medium, confidence: "low", source: remembered("s3") },
    {
      "s3-intelligent-tiering-archive-instant-gb-month": 0.004,
      "s3-glacier-instant-gb-month": 0.004,
    },
  ),
];

const keysAndSecrets = [
  ...priceRows(
    { ...high, source: infracostGoldens },
    { "kms-key-month": 1, "kms-request": 3e-6, "secret-month": 0.4, "secret-request": 5e-6 },
  ),
  ...priceRows(
    { ...high, source: infracostGoldens },
    { "ssm-advanced-parameter-month": 0.05, "ssm-parameter-request": 5e-6 },
  ),
];

const network = [
  ...priceRows(
    { ...high, source: `${priceList("AmazonVPC", "2026-09-17")}; ${infracostGoldens}` },
    {
      "interface-endpoint-hour": 0.01,
      // 1 PB, then 4 PB more.
      "interface-endpoint-gb": [[1_048_576, 0.01], [5_242_880, 0.006], 0.004],
      "public-ipv4-hour": 0.005,
    },
  ),
  ...priceRows(
    { ...high, source: priceList("AmazonEC2", "2026-09-24") },
    { "nat-gateway-hour": 0.045, "nat-gateway-gb": 0.045 },
  ),
  ...priceRows(
    {
      ...high,
      source: `${priceList("AWSDataTransfer", "2026-09-16")} (ends of tiers from memory)`,
    },
    {
      "transfer-out-internet-gb": [[10_240, 0.09], [51_200, 0.085], [153_600, 0.07], 0.05],
      "transfer-between-zones-gb": 0.01,
    },
  ),
  ...priceRows(
    { ...medium, confidence: "low", source: `${remembered("ec2")}; to us-east-2 $0.01` },
    { "transfer-between-regions-gb": 0.02 },
  ),
];

const tables = [
  ...priceRows(
    { ...high, source: `${priceList("AmazonDynamoDB", undefined)}; ${infracostGoldens}` },
    { "dynamodb-write-request-unit": 6.25e-7, "dynamodb-read-request-unit": 1.25e-7 },
  ),
  ...priceRows(
    { ...high, source: infracostGoldens },
    { "dynamodb-storage-gb-month": 0.25, "dynamodb-point-in-time-recovery-gb-month": 0.2 },
  ),
  ...priceRows(
    { ...high, source: priceList("AmazonECR", "2026-09-11") },
    { "ecr-storage-gb-month": 0.1 },
  ),
];

/** Storage, keys, secrets, networks and tables. */
export const storageAndNetworkPrices: readonly Price[] = [
  ...s3,
  ...keysAndSecrets,
  ...network,
  ...tables,
];
