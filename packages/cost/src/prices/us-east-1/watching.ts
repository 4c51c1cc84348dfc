import type { Price } from "../price";
import { priceRows } from "../price-rows";
import { infracostGoldens, priceList, readOn, remembered } from "../sources";

const high = { region: "us-east-1", read: readOn, confidence: "high" } as const;
const logs = priceList("AmazonCloudWatch", "2026-09-22");

/** Metrics, alarms, logs, traces and budgets. */
export const watchingPrices: readonly Price[] = [
  ...priceRows(
    {
      ...high,
      source: `${priceList("AmazonCloudWatch", "2026-08-06")}, and of us-east-2, 2026; ${infracostGoldens}`,
    },
    {
      "alarm-standard-resolution-month": 0.1,
      "alarm-high-resolution-month": 0.3,
      "alarm-composite-month": 0.5,
      "alarm-metrics-insights-month": 0.1,
      "custom-metric-month": [[10_000, 0.3], [250_000, 0.1], [1_000_000, 0.05], 0.02],
    },
  ),
  ...priceRows(
    {
      ...high,
      source: `https://aws.amazon.com/cloudwatch/pricing/, in a public copy; ${infracostGoldens}`,
    },
    { "dashboard-month": 3 },
  ),
  ...priceRows(
    {
      ...high,
      source: `${priceList("AmazonCloudWatch", undefined, "us-east-2")}`,
      confidence: "medium",
    },
    { "metrics-api-request": 1e-5 },
  ),
  ...priceRows(
    { ...high, source: logs },
    {
      "logs-ingest-gb": 0.5,
      "logs-infrequent-access-ingest-gb": 0.25,
      "logs-storage-gb-month": 0.03,
      "vended-logs-ingest-gb": [[10_240, 0.5], [30_720, 0.25], [51_200, 0.1], 0.05],
    },
  ),
  ...priceRows(
    {
      ...high,
      source: `${priceList("AmazonCloudWatch", undefined, "us-east-2")}; ${infracostGoldens}`,
    },
    { "logs-insights-scanned-gb": 0.005 },
  ),
  ...priceRows(
    {
      ...high,
      source: `${remembered("cloudwatch")}; a copy of us-east-2's list shows $0.50, $0.25, $0.10, $0.05 instead`,
      confidence: "low",
    },
    { "vended-logs-s3-gb": [[10_240, 0.25], [30_720, 0.15], [51_200, 0.075], 0.05] },
  ),
  ...priceRows(
    { ...high, source: priceList("AWSBudgets", "2026-09-11") },
    { "budget-with-actions-day": 0.1 },
  ),
  ...priceRows(
    {
      ...high,
      source:
        "https://aws.amazon.com/xray/pricing/ (the German and the Chinese page, stored copies)",
    },
    { "xray-trace-recorded": 5e-6, "xray-trace-scanned": 5e-7 },
  ),
];
