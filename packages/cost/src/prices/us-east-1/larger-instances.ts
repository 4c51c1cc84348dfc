import { hostingHours } from "../instance-hours";
import type { Price } from "../price";
import { priceList, readOn } from "../sources";

const fmBench =
  "https://github.com/aws-samples/foundation-model-benchmarking-tool (pricing.yml), and public tables that agree";
const high = { region: "us-east-1", read: readOn, confidence: "high" } as const;

/** Hours of hosting on types that Pictor's endpoints do not offer, for other people's plans. */
export const largerHostingHours: readonly Price[] = [
  ...hostingHours(
    {
      ...high,
      source:
        "https://github.com/aws-solutions-library-samples/guidance-for-a-unified-development-experience-for-aws-data-analytics-and-machine-learning (README: AWS's estimate for ml.m5.12xlarge), and public tables that agree",
    },
    { "ml.m5.12xlarge": 2.765, "ml.m5.24xlarge": 5.53 },
  ),
  ...hostingHours(
    {
      ...high,
      source:
        "https://github.com/JHUAPL-DTC-TA2/wiki/blob/main/docs/sagemaker_instances.md, and public tables that agree",
    },
    { "ml.c5.9xlarge": 1.836, "ml.p3.2xlarge": 3.825 },
  ),
  ...hostingHours(
    {
      ...high,
      source:
        "https://github.com/goerlitz/nlp-classification/blob/main/notebooks/10kGNAD/sagemaker/README.md, and public tables that agree",
    },
    {
      "ml.g4dn.4xlarge": 1.505,
      "ml.g4dn.8xlarge": 2.72,
      "ml.g4dn.12xlarge": 4.89,
      "ml.g4dn.16xlarge": 5.44,
    },
  ),
  ...hostingHours(
    { ...high, source: `${priceList("AmazonSageMaker", "2026-08")}; ${fmBench}` },
    { "ml.g5.12xlarge": 7.09, "ml.g6.4xlarge": 1.654, "ml.g6.12xlarge": 5.752 },
  ),
  ...hostingHours(
    { ...high, source: fmBench },
    { "ml.g5.24xlarge": 10.18, "ml.g5.48xlarge": 20.36, "ml.g6.24xlarge": 8.344 },
  ),
  ...hostingHours(
    { ...high, source: fmBench, confidence: "medium" },
    { "ml.inf2.8xlarge": 2.36, "ml.inf2.24xlarge": 7.79, "ml.inf2.48xlarge": 15.58 },
  ),
];
