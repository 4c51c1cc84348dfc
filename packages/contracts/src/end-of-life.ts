/** The last day on which AWS patches something, and where that stands. */
export interface EndOfLife {
  /** ISO date. */
  readonly end: string;
  readonly source: string;
  /** When the source was read (year and month). */
  readonly read: string;
}

/**
 * Last days on which AWS patches the runtimes of Lambda, by their identifiers. Days that have not come yet are AWS's
 * forecast.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html, read 2026-11 and compared with the table of
 * tflint-ruleset-aws (rules/aws_lambda_function_deprecated_runtime.go, commit 0103793).
 */
export const lambdaRuntimeEnds = {
  dotnet6: "2024-11-12",
  dotnet7: "2024-05-14",
  dotnet8: "2026-11-10",
  "dotnetcore3.1": "2023-04-03",
  "go1.x": "2024-01-08",
  java8: "2024-01-08",
  "java8.al2": "2026-06-30",
  java11: "2026-06-30",
  java17: "2026-06-30",
  java21: "2029-06-30",
  "nodejs10.x": "2021-07-30",
  "nodejs12.x": "2023-03-31",
  "nodejs14.x": "2023-12-04",
  "nodejs16.x": "2024-06-12",
  "nodejs18.x": "2025-09-01",
  "nodejs20.x": "2026-04-30",
  "nodejs22.x": "2027-04-30",
  provided: "2024-01-08",
  "provided.al2": "2026-06-30",
  "provided.al2023": "2029-06-30",
  "python2.7": "2021-07-15",
  "python3.6": "2022-07-18",
  "python3.7": "2023-12-04",
  "python3.8": "2024-10-14",
  "python3.9": "2025-12-15",
  "python3.10": "2026-06-30",
  "python3.11": "2026-06-30",
  "python3.12": "2028-10-31",
  "python3.13": "2029-06-30",
  "ruby2.5": "2021-07-30",
  "ruby2.7": "2023-11-27",
  "ruby3.2": "2026-03-31",
  "ruby3.3": "2027-03-31",
} as const;

/** One line of versions of an image that AWS builds. */
export interface ImageEnd extends EndOfLife {
  /** Name of the repository in AWS's registries. */
  readonly repository: string;
  /** Major and minor version of the framework. */
  readonly version: string;
}

const policy = {
  source: "https://aws.github.io/deep-learning-containers/reference/support_policy/",
  read: "2026-11",
} as const;

/** Last days on which AWS patches its images, the oldest version of each repository first. */
export const imageEnds = {
  "pytorch-inference-2.6": {
    repository: "pytorch-inference",
    version: "2.6",
    end: "2026-06-30",
    ...policy,
  },
  "pytorch-training-2.9": {
    repository: "pytorch-training",
    version: "2.9",
    end: "2026-10-15",
    ...policy,
  },
  "pytorch-training-2.10": {
    repository: "pytorch-training",
    version: "2.10",
    end: "2027-01-21",
    ...policy,
  },
} as const satisfies Readonly<Record<string, ImageEnd>>;

const runtimes: ReadonlyMap<string, string> = new Map(Object.entries(lambdaRuntimeEnds));

/** The end of a runtime of Lambda; undefined if none is known here. */
export function endOfRuntime(identifier: string): EndOfLife | undefined {
  const end = runtimes.get(identifier);
  if (end === undefined) return undefined;
  const source = "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html";
  return { end, source, read: "2026-11" };
}

/**
 * The end of an image, of which a version that is older than the oldest known one ended no later than that.
 *
 * @param image URI of the image: registry, repository and tag
 * @returns undefined if no end is known here
 */
export function endOfImage(image: string): EndOfLife | undefined {
  const [, repository, major, minor] = /\/([\w.-]+):(\d+)\.(\d+)/.exec(image) ?? [];
  const rows = Object.values(imageEnds).filter((row) => row.repository === repository);
  const age = ([one = 0, other = 0]: readonly number[]) => one * 1000 + other;
  const version = age([Number(major), Number(minor)]);
  const ageOf = (row: ImageEnd) => age(row.version.split(".").map(Number));
  const [oldest] = rows;
  if (oldest !== undefined && version < ageOf(oldest)) return oldest;
  return rows.find((row) => ageOf(row) === version);
}
