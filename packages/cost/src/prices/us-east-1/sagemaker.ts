import type { Price } from "../price";
import { priceRows } from "../price-rows";
import { infracostGoldens, priceList, readOn, serverlessBenchmark } from "../sources";

const reading = { region: "us-east-1", read: readOn } as const;

/** What SageMaker charges for but hours of instances. */
export const sageMakerPrices: readonly Price[] = [
  ...priceRows(
    {
      ...reading,
      source: `${priceList("AmazonSageMaker", "2026-09-01")} (3 GB: $0.00006 a second); ${serverlessBenchmark} (1 to 6 GB); ${infracostGoldens}`,
      confidence: "high",
    },
    { "serverless-gb-second": 0.00002 },
  ),
  ...priceRows(
    { ...reading, source: `${serverlessBenchmark}; ${infracostGoldens}`, confidence: "high" },
    {
      "serverless-data-in-gb": 0.016,
      "serverless-data-out-gb": 0.016,
      "hosting-data-in-gb": 0.016,
      "hosting-data-out-gb": 0.016,
    },
  ),
  ...priceRows(
    {
      ...reading,
      source:
        "https://aws.amazon.com/sagemaker/ai/pricing/ (example of asynchronous inference, in a public copy of 2026-09); AWS's own estimates, see test/public-examples.spec.ts",
      confidence: "high",
    },
    { "hosting-volume-gb-month": 0.14 },
  ),
  ...priceRows(
    {
      ...reading,
      source:
        "the price of an endpoint's volume, which is that of a training job's in https://github.com/aws-samples/sagemaker-ssh-helper/blob/main/Sample_Costs.md",
      confidence: "medium",
    },
    { "training-volume-gb-month": 0.14 },
  ),
  // Infracost's test names the two the other way round; its queries (group …-Usage, …-Duration) say which is which.
  ...priceRows(
    {
      ...reading,
      source: `${infracostGoldens}, for 2 GB: $0.00001 a second provisioned, $0.0000233 a second of inference`,
      confidence: "medium",
    },
    {
      "serverless-provisioned-gb-second": 0.000005,
      "serverless-provisioned-duration-gb-second": 0.00001165,
    },
  ),
];
