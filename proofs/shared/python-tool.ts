import { join } from "node:path";

const packages = join(__dirname, "..", "..", "packages");
/** The Python that the set-up made: it makes the others. */
export const python: string = join(packages, "local", ".venv", "bin", "python");

/** Directory of a Python tool that only tests use, below `packages/testing`. */
export function toolDirectory(name: string): string {
  return join(packages, "testing", name);
}

/** The `bin` of the tool's environment. The suite names the tool in `tools`, so it is installed before its first test. */
export function toolBin(name: string): string {
  return join(toolDirectory(name), ".venv", "bin");
}
