import type { Price } from "../price";
import { priceRows } from "../price-rows";
import { infracostGoldens, priceList, readOn, remembered } from "../sources";

const high = { region: "us-east-1", read: readOn, confidence: "high" } as const;
const medium = { ...high, confidence: "medium" } as const;

const lambda = priceRows(
  { ...high, source: `${priceList("AWSLambda", "2025-10-01")}; ${infracostGoldens}` },
  {
    "lambda-request": 2e-7,
    "lambda-gb-second-x86": [[6e9, 1.66667e-5], [15e9, 1.5e-5], 1.33334e-5],
    "lambda-gb-second-arm": [[7.5e9, 1.33334e-5], [18.75e9, 1.20001e-5], 1.06667e-5],
    "lambda-ephemeral-gb-second": 3.09e-8,
    "lambda-provisioned-gb-second-x86": 4.1667e-6,
    "lambda-provisioned-gb-second-arm": 3.3334e-6,
    "lambda-provisioned-duration-gb-second-x86": 9.7222e-6,
    "lambda-provisioned-duration-gb-second-arm": 7.7778e-6,
  },
);

const apiGateway = [
  ...priceRows(
    { ...high, source: `${priceList("AmazonApiGateway", "2025-11-20")}; ${infracostGoldens}` },
    {
      "api-gateway-rest-request": [[333e6, 3.5e-6], [1e9, 2.8e-6], [20e9, 2.38e-6], 1.51e-6],
      "api-gateway-http-request": [[300e6, 1e-6], 9e-7],
    },
  ),
  ...priceRows({ ...medium, source: infracostGoldens }, { "api-gateway-cache-0.5-gb-hour": 0.02 }),
];

const waf = priceRows(
  { ...high, source: `${priceList("awswaf", undefined)}; ${infracostGoldens}` },
  { "waf-web-acl-month": 5, "waf-rule-month": 1, "waf-request": 6e-7 },
);

const messages = [
  ...priceRows(
    { ...high, source: `${priceList("AmazonSNS", "2026-09-15")}; ${infracostGoldens}` },
    { "sns-request": 5e-7, "sns-email-notification": 2e-5 },
  ),
  ...priceRows({ ...high, source: infracostGoldens }, { "sns-http-notification": 6e-7 }),
  ...priceRows(
    {
      ...medium,
      source: `${priceList("AWSQueueService", "2026-09-11")} (prices; ends of tiers from memory)`,
    },
    {
      "sqs-standard-request": [[100e9, 4e-7], [200e9, 3e-7], 2.4e-7],
      "sqs-fifo-request": [[100e9, 5e-7], [200e9, 4e-7], 3.5e-7],
    },
  ),
  ...priceRows({ ...high, source: infracostGoldens }, { "eventbridge-custom-event": 1e-6 }),
  ...priceRows(
    { ...medium, confidence: "low", source: remembered("eventbridge") },
    { "scheduler-invocation": 1e-6 },
  ),
];

const stepFunctions = priceRows(
  { ...high, source: `${infracostGoldens}; ${priceList("AmazonStates", undefined)} (first tier)` },
  {
    "step-functions-transition": 2.5e-5,
    "step-functions-express-request": 1e-6,
    // 1,000 GB-hours, then 4,000 more.
    "step-functions-express-gb-second": [[3.6e6, 1.667e-5], [18e6, 8.33e-6], 4.56e-6],
  },
);

/** What is charged by request, event or second of a function. */
export const requestPrices: readonly Price[] = [
  ...lambda,
  ...apiGateway,
  ...waf,
  ...messages,
  ...stepFunctions,
];
