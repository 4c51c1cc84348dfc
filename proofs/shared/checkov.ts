import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Exception } from "./checkov-exceptions";
import { toolBin } from "./python-tool";

const run = promisify(execFile);

/** What Checkov says about a plan. */
export interface Verdict {
  readonly passed: number;
  /** Checks that at least one resource passed, each once: a check that found nothing to judge is not among them. */
  readonly passedChecks: readonly string[];
  /** Failed checks, sorted: `CKV_AWS_144 aws_s3_bucket.Logs`. */
  readonly failed: readonly string[];
}

/** Runs Checkov over `terraform show -json`, offline. Its suite names it in `tools`. */
export async function checkov(planFile: string): Promise<Verdict> {
  const { stdout } = await run(
    join(toolBin("checkov"), "checkov"),
    [
      ...["--file", planFile, "--framework", "terraform_plan"],
      ...["--skip-download", "--soft-fail", "--output", "json"],
    ],
    { maxBuffer: 64 * 1024 * 1024 },
  );
  const { summary, results } = JSON.parse(stdout);
  const failed = results.failed_checks.map(
    // An id of cdktf ends with a hash of its path, which says nothing here.
    (check: { check_id: string; resource: string }) =>
      `${check.check_id} ${check.resource.replace(/_[0-9A-F]{8}$/, "")}`,
  );
  const passed = results.passed_checks.map((check: { check_id: string }) => check.check_id);
  return {
    passed: summary.passed,
    passedChecks: [...new Set<string>(passed)],
    failed: failed.sort(),
  };
}

/** What a plan fails that fails exactly what it may, as {@link Verdict} has it. */
export function failuresOf(exceptions: readonly Omit<Exception, "reason">[]): readonly string[] {
  return exceptions
    .flatMap(({ check, resources }) => resources.map((resource) => `${check} ${resource}`))
    .sort();
}
