import type { EndingKind, EndOfLife } from "./end-of-life";

type Row = readonly [name: string, end: string, next: string];

const rowsOf = (
  kind: EndingKind,
  source: string,
  rows: readonly Row[],
  read = "2026-11",
): readonly EndOfLife[] =>
  rows.map(([name, end, next]) => ({ kind, name, end, next, source, read }));

const laterRuntime = "move to a runtime that AWS still patches";
const rayServe = "build the next release for 'ray-serve-1.4-cpu'";
const laterPython = "move to the newest Python that the code runs on";

/** Days that have not come yet are forecasts of whoever maintains the thing. */
export const endRows: readonly EndOfLife[] = [
  ...rowsOf(
    "container image",
    "https://aws.github.io/deep-learning-containers/reference/support_policy/",
    [
      ["pytorch-inference:2.6", "2026-06-30", rayServe],
      ["pytorch-training:2.9", "2026-10-15", "train with a later image"],
      ["pytorch-training:2.10", "2027-01-21", "look for its successor"],
    ],
  ),
  // Compared with the table of tflint-ruleset-aws (rules/aws_lambda_function_deprecated_runtime.go, commit 0103793).
  ...rowsOf("Lambda runtime", "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html", [
    ["dotnet6", "2024-11-12", laterRuntime],
    ["dotnet7", "2024-05-14", laterRuntime],
    ["dotnet8", "2026-11-10", laterRuntime],
    ["dotnetcore3.1", "2023-04-03", laterRuntime],
    ["go1.x", "2024-01-08", laterRuntime],
    ["java8", "2024-01-08", laterRuntime],
    ["java8.al2", "2026-06-30", laterRuntime],
    ["java11", "2026-06-30", laterRuntime],
    ["java17", "2026-06-30", laterRuntime],
    ["java21", "2029-06-30", laterRuntime],
    ["nodejs10.x", "2021-07-30", laterRuntime],
    ["nodejs12.x", "2023-03-31", laterRuntime],
    ["nodejs14.x", "2023-12-04", laterRuntime],
    ["nodejs16.x", "2024-06-12", laterRuntime],
    ["nodejs18.x", "2025-09-01", laterRuntime],
    ["nodejs20.x", "2026-04-30", laterRuntime],
    [
      "nodejs22.x",
      "2027-04-30",
      "AWS provider 5.100.0 takes no later one: move to CDKTF's fork with provider 6",
    ],
    ["provided", "2024-01-08", laterRuntime],
    ["provided.al2", "2026-06-30", laterRuntime],
    ["provided.al2023", "2029-06-30", laterRuntime],
    ["python2.7", "2021-07-15", laterRuntime],
    ["python3.6", "2022-07-18", laterRuntime],
    ["python3.7", "2023-12-04", laterRuntime],
    ["python3.8", "2024-10-14", laterRuntime],
    ["python3.9", "2025-12-15", laterRuntime],
    ["python3.10", "2026-06-30", laterRuntime],
    ["python3.11", "2026-06-30", laterRuntime],
    ["python3.12", "2028-10-31", laterRuntime],
    ["python3.13", "2029-06-30", laterRuntime],
    ["ruby2.5", "2021-07-30", laterRuntime],
    ["ruby2.7", "2023-11-27", laterRuntime],
    ["ruby3.2", "2026-03-31", laterRuntime],
    ["ruby3.3", "2027-03-31", laterRuntime],
  ]),
  // Version 6.0.0 was released on this day; since then version 5 gets critical security updates alone.
  ...rowsOf("AWS provider", "https://github.com/hashicorp/terraform-provider-aws/issues/41101", [
    ["5", "2025-06-18", "move to CDKTF's fork with provider 6 before Lambda's nodejs22.x ends"],
  ]),
  ...rowsOf("CDKTF", "https://github.com/hashicorp/terraform-cdk", [
    ["0.21", "2025-12-10", "its repository is archived: move to its fork cdktn"],
  ]),
  ...rowsOf("Node.js", "https://github.com/nodejs/Release#release-schedule", [
    ["20", "2026-04-30", "run Node.js 22, as the scripts of package.json do"],
    ["22", "2027-04-30", "run Node.js 24"],
    ["24", "2028-04-30", "look for the next version with long-term support"],
  ]),
  // Sources give the month; the day is its last.
  ...rowsOf("Python", "https://devguide.python.org/versions/", [
    ["3.10", "2026-10-31", laterPython],
    ["3.11", "2027-10-31", laterPython],
    ["3.12", "2028-10-31", laterPython],
    ["3.13", "2029-10-31", laterPython],
  ]),
];
