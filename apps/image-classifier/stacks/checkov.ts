import { execFile } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const packages = join(__dirname, "..", "..", "..", "packages");
const directory = join(packages, "testing", "checkov");
const python = join(packages, "local", ".venv", "bin", "python");
const venv = join(directory, ".venv");

/** What Checkov says about a plan. */
export interface Verdict {
  readonly passed: number;
  /** Failed checks, sorted: `CKV_AWS_144 aws_s3_bucket.Logs`. */
  readonly failed: readonly string[];
}

/** Runs Checkov over `terraform show -json`, offline. Installs it first where it is not: that takes minutes. */
export async function checkov(planFile: string): Promise<Verdict> {
  await install();
  const { stdout } = await run(
    join(venv, "bin", "checkov"),
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
  return { passed: summary.passed, failed: failed.sort() };
}

async function install(): Promise<void> {
  const lock = join(directory, "requirements.lock");
  const stamp = join(venv, ".installed");
  const wanted = readFileSync(lock, "utf8");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  rmSync(venv, { recursive: true, force: true });
  await run(python, ["-m", "venv", venv]);
  // The lock names every package, so nothing is left for pip to resolve.
  await run(join(venv, "bin", "python"), ["-m", "pip", "install", "--no-deps", "-r", lock]);
  writeFileSync(stamp, wanted);
}
