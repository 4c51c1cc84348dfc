import type { Probe } from "./probes";
import type { Leaf } from "./prop-paths";

/**
 * - `computed`: a result is computed from a literal that may be right, as the prop's documentation says.
 * - `rounded`: the same, and the result is a whole number, which a small change may leave as it is.
 * - `without effect`: the value does not reach Terraform.
 */
export type Exception = "computed" | "rounded" | "without effect";

interface Row {
  readonly entry: RegExp;
  readonly path: RegExp;
  readonly probes: RegExp;
  readonly exception: Exception;
  readonly reason: string;
}

const literal = /^(a fraction|0)$/;
const token = /token$/;

const rows: readonly Row[] = [
  {
    entry: /Bucket$|Store$|^ClassifierApi$|^Monitoring$/,
    path: /(<none>|<public>|<off>)\.reason$/,
    probes: token,
    exception: "without effect",
    reason: "for whoever reads the code",
  },
  {
    entry: /^HardenedBucket$/,
    path: /^accountId$/,
    probes: token,
    exception: "without effect",
    reason: "stands in the policy of the bucket that receives the access log, if there is one",
  },
  {
    entry: /^ExistingModelStore$/,
    path: /^accountId$/,
    probes: token,
    exception: "without effect",
    reason: "an ARN of a bucket has no account",
  },
  {
    entry: /./,
    path: /(^|\.)metrics\..*\.unit$/,
    probes: /./,
    exception: "without effect",
    reason: "tells readers of code what a number means; CloudWatch needs none",
  },
  {
    entry: /^PredictFunction$/,
    path: /^endpoints\[\]\.metrics/,
    probes: /./,
    exception: "without effect",
    reason: "the function calls endpoints and watches none",
  },
  {
    entry: /^Monitoring(\.|$)/,
    path: /(^objectives\.availability|timeoutMs|reservedConcurrency|expectedPeakRps|leastRequestsPerMinute|milliseconds|share|vcpus|instances\.max)$/,
    probes: literal,
    exception: "computed",
    reason: "thresholds are computed from it",
  },
  {
    entry: /^Monitoring(\.addBudget)?$/,
    path: /^(budget|limit)\.monthlyUsd$/,
    probes: literal,
    exception: "computed",
    reason: "written with two decimals",
  },
  {
    entry: /^(ClassifierApi|ApiFirewall)$/,
    path: /^(throttle\.rate|(firewall<on>\.)?requestsPerSecondPerAddress)$/,
    probes: literal,
    exception: "computed",
    reason: "WAF counts an address's requests over five minutes",
  },
  {
    entry: /^RollbackAlarms$/,
    path: /^target\.timeoutMs$/,
    probes: literal,
    exception: "computed",
    reason: "a threshold is half of it",
  },
  {
    entry: /^(PredictFunction|(Controlled)?RealTimeEndpoint)$/,
    path: /^expectedPeakRps$|^manifest\.live\.calibration\[\]\.rps$|^release\.calibration\[\]\.p(50|99)Ms$/,
    probes: /^a fraction$/,
    exception: "rounded",
    reason: "instances and concurrency are computed from it, in whole numbers",
  },
  {
    entry: /^(PredictFunction|(Controlled)?RealTimeEndpoint)$/,
    path: /expectedPeakRps$|calibration\[\]\.rps$|^endpoints\[\]\.size.*\.queue$|^endpoints\[\]\.target\.timeoutMs$|^release\.calibration\[\]\.\w+$/,
    probes: literal,
    exception: "computed",
    reason: "instances and concurrency are computed from it, in whole numbers",
  },
  {
    entry: /^ExistingEndpoint$/,
    path: /^size.*\.queue$|^timeoutMs$/,
    probes: literal,
    exception: "computed",
    reason: "concurrency is computed from it, in whole numbers",
  },
  {
    entry: /^(createFunctionRole|HardenedFunction)$/,
    path: /^(accountId|network<vpc>\.(network\.)?subnetArns\[\])$/,
    probes: token,
    exception: "computed",
    reason: "a subnet that may be another account's is named in the policy",
  },
  {
    entry: /^((Controlled)?RealTimeEndpoint|ServerlessEndpoint)$/,
    path: /^manifest\.live\.(size|input|labels|measured|smoke|calibration)\b/,
    probes: literal,
    exception: "without effect",
    reason: "describes the artefact, and how fast it was elsewhere",
  },
  {
    entry: /^((Controlled)?RealTimeEndpoint|ServerlessEndpoint|BatchModel)$/,
    path: /^(manifest\.live|release)\.input\.mean\[\]$/,
    probes: /^a negative number$/,
    exception: "without effect",
    reason: "a channel's mean may be below 0",
  },
  {
    entry: /^SpotTraining$/,
    path: /^network\.subnetIds\[\]$/,
    probes: token,
    exception: "computed",
    reason: "Terraform sorts subnets that only it knows",
  },
  {
    entry: /^BatchModel$/,
    path: /^release\.(size|input|labels|measured|smoke|calibration)\b/,
    probes: literal,
    exception: "without effect",
    reason: "describes the artefact, and how fast it was elsewhere",
  },
  {
    entry: /^((Controlled)?RealTimeEndpoint|BatchModel|BatchTransform|SpotTraining)$/,
    path: /^instance(Type|s\.type)<.*>\.memoryGiB$/,
    probes: literal,
    exception: "without effect",
    reason: "a fact of the instance, of which nothing is made",
  },
  {
    entry: /^(Controlled)?RealTimeEndpoint$/,
    path: /^scaling<invocations>\.safetyFactor$/,
    probes: literal,
    exception: "computed",
    reason: "a share of the throughput",
  },
];

/** Whether a value may do more, or less, than to be carried through. */
export function exceptionOf(entry: string, { path }: Leaf, { name }: Probe): Exception | undefined {
  return rows.find((row) => row.entry.test(entry) && row.path.test(path) && row.probes.test(name))
    ?.exception;
}
