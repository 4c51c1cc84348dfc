import { spawn } from "node:child_process";
import { once } from "node:events";
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { toolBin, toolDirectory } from "../shared/python-tool";

/** What a run of Schemathesis is about. */
export interface Contract {
  /** The OpenAPI document, a file. */
  readonly document: string;
  /** Where the API is. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Most examples of each operation. */
  readonly examples: number;
  /** Directory for its report. */
  readonly directory: string;
}

/** What it found. */
export interface Kept {
  /** How many cases were answered with each status. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Its exit code: 0 where every answer was as the document says. */
  readonly code: number;
  /** What it printed. */
  readonly output: string;
}

/** The checks: no 5xx, nothing undocumented, and other methods and missing keys refused. */
const checks = [
  "not_a_server_error",
  "status_code_conformance",
  "content_type_conformance",
  "response_schema_conformance",
  "unsupported_method",
  "ignored_auth",
];

/** Runs Schemathesis over an API. It generates the same cases each time. Its suite names it in `tools`. */
export async function schemathesis(contract: Contract): Promise<Kept> {
  const report = join(contract.directory, "schemathesis.ndjson");
  const headers = Object.entries(contract.headers).map(([name, value]) => `${name}: ${value}`);
  const child = spawn(
    join(toolBin("schemathesis"), "schemathesis"),
    [
      ...["run", contract.document, "--url", contract.url],
      ...headers.flatMap((header) => ["--header", header]),
      ...["--checks", checks.join(",")],
      ...["--max-examples", String(contract.examples), "--generation-deterministic"],
      ...["--phases", "examples,coverage,fuzzing", "--continue-on-failure"],
      ...["--suppress-health-check", "all"],
      ...["--report", "ndjson", "--report-ndjson-path", report, "--no-color"],
    ],
    {
      cwd: contract.directory,
      env: {
        PATH: process.env.PATH,
        HOME: contract.directory,
        PYTHONPATH: toolDirectory("schemathesis"),
        PYTHONDONTWRITEBYTECODE: "1",
        SCHEMATHESIS_HOOKS: "hooks",
      },
    },
  );
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (data: Buffer) => {
      output += data;
    });
  }
  const [code] = await once(child, "close");
  return { code, output, statuses: await statusesIn(report) };
}

async function statusesIn(report: string): Promise<Record<string, number>> {
  const statuses: Record<string, number> = {};
  for await (const line of createInterface({ input: createReadStream(report) })) {
    for (const [, status = ""] of line.matchAll(/"status_code":\s*(\d{3})/g)) {
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
  }
  return statuses;
}
