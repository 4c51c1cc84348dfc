import { execFile } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const packages = join(__dirname, "..", "..", "..", "packages");
/** The Python that the set-up made: it makes the others. */
export const python: string = join(packages, "local", ".venv", "bin", "python");

/** Directory of a Python tool that only tests use, below `packages/testing`. */
export function toolDirectory(name: string): string {
  return join(packages, "testing", name);
}

/**
 * Installs such a tool into an environment of its own where it is not yet: that takes minutes.
 *
 * @returns the environment's `bin`
 */
export async function installTool(name: string): Promise<string> {
  const venv = join(toolDirectory(name), ".venv");
  const lock = join(toolDirectory(name), "requirements.lock");
  const stamp = join(venv, ".installed");
  const wanted = readFileSync(lock, "utf8");
  if (!(existsSync(stamp) && readFileSync(stamp, "utf8") === wanted)) {
    rmSync(venv, { recursive: true, force: true });
    await run(python, ["-m", "venv", venv]);
    // The lock names every package, so nothing is left for pip to resolve.
    await run(join(venv, "bin", "python"), ["-m", "pip", "install", "--no-deps", "-r", lock]);
    writeFileSync(stamp, wanted);
  }
  return join(venv, "bin");
}
