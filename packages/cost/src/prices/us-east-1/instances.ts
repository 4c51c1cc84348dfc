import { hostingHours, jobHours, spotTrainingHours } from "../instance-hours";
import type { Confidence, Price } from "../price";
import type { Reading } from "../price-rows";
import { infracostGoldens, priceList, readOn, serverlessBenchmark } from "../sources";

const reading = (source: string, confidence: Confidence): Reading => ({
  region: "us-east-1",
  source,
  read: readOn,
  confidence,
});

const ofEc2 = reading(
  "1.2 times EC2's price per hour, which is SageMaker's premium on m5 and c5; no text was read",
  "low",
);

/**
 * Hours of real-time hosting. SageMaker charges a fifth more than EC2 for the same machine, and more for accelerators.
 *
 * Tables on the web that show $0.269 for ml.m5.xlarge or $0.238 for ml.c5.xlarge are older prices; those that show
 * $0.192, $0.526 (g4dn) or $1.006 (g5) are EC2's.
 */
const hosting: readonly Price[] = [
  ...hostingHours(
    reading(
      `${priceList("AmazonSageMaker", "2026-09, read 2026-06-27 as well")}; ${infracostGoldens}`,
      "high",
    ),
    { "ml.m5.large": 0.115, "ml.m5.xlarge": 0.23, "ml.m5.2xlarge": 0.461 },
  ),
  ...hostingHours(
    reading(
      "a third of ml.m5.12xlarge in AWS's estimate, https://github.com/aws-solutions-library-samples/guidance-for-a-unified-development-experience-for-aws-data-analytics-and-machine-learning; public tables that agree",
      "high",
    ),
    { "ml.m5.4xlarge": 0.922 },
  ),
  ...hostingHours(reading(`${serverlessBenchmark}; seven public tables that agree`, "high"), {
    "ml.t2.medium": 0.056,
    "ml.c5.large": 0.102,
    "ml.c5.xlarge": 0.204,
    "ml.c5.2xlarge": 0.408,
    "ml.c5.4xlarge": 0.816,
  }),
  ...hostingHours(reading("one public table of 2024, and twice ml.t2.medium", "low"), {
    "ml.t2.large": 0.112,
  }),
  ...hostingHours(
    reading("one public table (large, xlarge), sizes double; 1.2 times EC2's price", "medium"),
    {
      "ml.c6i.large": 0.102,
      "ml.c6i.xlarge": 0.204,
      "ml.c6i.2xlarge": 0.408,
      "ml.c6i.4xlarge": 0.816,
    },
  ),
  ...hostingHours(ofEc2, {
    ...family("m6i", ["large", "xlarge", "2xlarge", "4xlarge"], 0.1152),
    ...family("m7i", ["large", "xlarge", "2xlarge", "4xlarge"], 0.12096),
    ...family("m5d", ["large", "xlarge", "2xlarge"], 0.1356),
    ...family("c7i", ["large", "xlarge", "2xlarge", "4xlarge"], 0.1071),
    ...family("c5d", ["large", "xlarge", "2xlarge"], 0.1152),
  }),
  ...hostingHours(
    reading(
      "copies of https://aws.amazon.com/sagemaker/ai/pricing/ that agree, such as https://github.com/goerlitz/nlp-classification/blob/main/notebooks/10kGNAD/sagemaker/README.md",
      "high",
    ),
    { "ml.g4dn.xlarge": 0.7364, "ml.g4dn.2xlarge": 0.94 },
  ),
  ...hostingHours(
    reading(
      `https://github.com/aws-samples/foundation-model-benchmarking-tool (pricing.yml); ${priceList("AmazonSageMaker", "2026-08")}`,
      "high",
    ),
    { "ml.g5.xlarge": 1.408, "ml.g5.2xlarge": 1.515, "ml.g6.2xlarge": 1.222 },
  ),
  ...hostingHours(
    reading(`${priceList("AmazonSageMaker", undefined, "us-east-2")}; tables that agree`, "medium"),
    { "ml.g6.xlarge": 1.1267 },
  ),
  ...hostingHours(
    reading(
      "https://github.com/aws-samples/foundation-model-benchmarking-tool (pricing.yml)",
      "medium",
    ),
    { "ml.inf2.xlarge": 0.99 },
  ),
];

const wide = ["large", "xlarge", "2xlarge", "4xlarge"];
const gpu = ["xlarge", "2xlarge"];

/** Types of the API's TransformInstanceType and TrainingInstanceType: fewer than those that host. */
const withJobs = {
  m5: wide,
  m6i: wide,
  m7i: wide,
  c5: ["xlarge", "2xlarge", "4xlarge"],
  c7i: wide,
  g4dn: gpu,
  g5: gpu,
  g6: gpu,
};
const batch = jobHours("batch-transform", hosting, { ...withJobs, c6i: wide, inf2: ["xlarge"] });
const training = jobHours("training", hosting, {
  ...withJobs,
  c6i: ["xlarge", "2xlarge", "4xlarge"],
});

export const instanceHours: readonly Price[] = [
  ...hosting,
  ...batch,
  ...training,
  ...spotTrainingHours(training),
];

/** Sizes of a family, of which each costs twice the one before. */
function family(
  name: string,
  sizes: readonly string[],
  usdOfLarge: number,
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    sizes.map((size, index) => [
      `ml.${name}.${size}`,
      Number((usdOfLarge * 2 ** index).toPrecision(6)),
    ]),
  );
}
