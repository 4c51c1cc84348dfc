import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../setup/paths.mjs";
import { run } from "./command.mjs";

/** The Python that the set-up made: it makes the others. */
const python = join(root, "packages", "local", ".venv", "bin", "python");
const installed = new Map();

/** Python tools that these suites need, each once. */
export function toolsOf(suites) {
  return [...new Set(suites.flatMap(({ tools }) => tools ?? []))];
}

/**
 * Installs Python tools that only proofs use, one after another, each into an environment of its own where it is not yet:
 * that takes minutes, and is begun while something else waits. Who needs them waits for the same installation.
 *
 * @throws where one cannot be installed
 */
export async function installTools(names) {
  for (const name of names) {
    if (!installed.has(name)) installed.set(name, install(name));
    await installed.get(name);
  }
}

async function install(name) {
  const directory = join(root, "packages", "testing", name);
  const venv = join(directory, ".venv");
  const lock = join(directory, "requirements.lock");
  const stamp = join(venv, ".installed");
  const wanted = readFileSync(lock, "utf8");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  rmSync(venv, { recursive: true, force: true });
  const pip = ["-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-deps"];
  for (const [command, args] of [
    [python, ["-m", "venv", venv]],
    // The lock names every package, so nothing is left for pip to resolve.
    [join(venv, "bin", "python"), [...pip, "-r", lock]],
  ]) {
    const code = await run(command, args, { label: name });
    if (code !== 0) throw new Error(`${name} cannot be installed: '${args.join(" ")}' failed`);
  }
  writeFileSync(stamp, wanted);
}
