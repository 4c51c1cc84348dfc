import type { FixedDimension } from "./dimensions";

/** What AWS gives every account each month, for ever; an account has it once, however many stacks it has. */
export interface FreeAllowance {
  /** Dimensions that share the allowance. */
  readonly dimensions: readonly FixedDimension[];
  /** Quantity in a month, in the dimensions' unit. */
  readonly quantity: number;
  readonly source: string;
}

const page = (path: string) => `https://aws.amazon.com/${path}/pricing/`;

/** Allowances that do not end after a year. A price has none of them taken off: who wants them subtracts them. */
export const freeAllowances: readonly FreeAllowance[] = [
  { dimensions: ["lambda-request"], quantity: 1e6, source: page("lambda") },
  {
    dimensions: ["lambda-gb-second-x86", "lambda-gb-second-arm"],
    quantity: 400_000,
    source: page("lambda"),
  },
  { dimensions: ["alarm-standard-resolution-month"], quantity: 10, source: page("cloudwatch") },
  { dimensions: ["custom-metric-month"], quantity: 10, source: page("cloudwatch") },
  { dimensions: ["dashboard-month"], quantity: 3, source: page("cloudwatch") },
  { dimensions: ["metrics-api-request"], quantity: 1e6, source: page("cloudwatch") },
  { dimensions: ["logs-ingest-gb"], quantity: 5, source: page("cloudwatch") },
  { dimensions: ["kms-request"], quantity: 20_000, source: page("kms") },
  { dimensions: ["sns-request"], quantity: 1e6, source: page("sns") },
  { dimensions: ["sns-http-notification"], quantity: 100_000, source: page("sns") },
  { dimensions: ["sns-email-notification"], quantity: 1_000, source: page("sns") },
  {
    dimensions: ["sqs-standard-request", "sqs-fifo-request"],
    quantity: 1e6,
    source: page("sqs"),
  },
  { dimensions: ["step-functions-transition"], quantity: 4_000, source: page("step-functions") },
  { dimensions: ["dynamodb-storage-gb-month"], quantity: 25, source: page("dynamodb") },
  { dimensions: ["budget-with-actions-day"], quantity: 62, source: page("aws-cost-management") },
  { dimensions: ["transfer-out-internet-gb"], quantity: 100, source: page("ec2") },
  { dimensions: ["transfer-between-zones-gb"], quantity: 1, source: page("ec2") },
  { dimensions: ["xray-trace-recorded"], quantity: 100_000, source: page("xray") },
  { dimensions: ["xray-trace-scanned"], quantity: 1e6, source: page("xray") },
];
