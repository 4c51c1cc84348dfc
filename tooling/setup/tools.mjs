import { spawnSync } from "node:child_process";
import { SetUpError } from "./errors.mjs";

// Terraform 1.10 brought S3's own state locking.
// `tarfile` has filters from Python 3.11.4 on; without them nobody should unpack what others made.
const wanted = { node: [20, 11], npm: [8, 0], python: [3, 11, 4], terraform: [1, 10] };

/**
 * Checks the four tools that a machine must bring.
 *
 * @returns the command that is Python 3.11, and Terraform's version
 * @throws SetUpError that lists all that is missing or too old at once: found, wanted, how to get it
 */
export function checkTools() {
  const python = findPython();
  const terraform = terraformVersion();
  const problems = [
    tooOld(
      "Node.js",
      process.versions.node,
      wanted.node,
      "install it from https://nodejs.org or with your version manager",
    ),
    tooOld("npm", versionOf("npm", ["--version"]), wanted.npm, "it comes with Node.js"),
    python.problem,
    tooOld(
      "Terraform",
      terraform,
      wanted.terraform,
      "see https://developer.hashicorp.com/terraform/install",
    ),
  ].filter((problem) => problem !== undefined);
  if (problems.length > 0)
    throw new SetUpError(["these tools are needed", ...problems].join("\n  "));
  return { python: python.command, terraform };
}

/** Only this minor version: the pinned wheels of the serving stack are built for it. */
function findPython() {
  const versions = ["python3.11", "python3"].map((command) => ({
    command,
    version: versionOf(command, ["-c", "import platform; print(platform.python_version())"]),
  }));
  const [major, minor, patch] = wanted.python;
  const fit = versions.find(({ version }) => {
    const [, found] = new RegExp(`^${major}\\.${minor}\\.(\\d+)`).exec(version ?? "") ?? [];
    return found !== undefined && Number(found) >= patch;
  });
  if (fit) return { command: fit.command };
  const found = versions.find(({ version }) => version !== undefined)?.version;
  return {
    problem: `Python: found ${found ?? "none"}, wanted ${major}.${minor}, from ${wanted.python.join(".")} on (as python3.11 or python3); see https://www.python.org/downloads or your package manager`,
  };
}

function terraformVersion() {
  const { status, stdout } = spawnSync("terraform", ["version", "-json"], {
    encoding: "utf8",
    env: { ...process.env, CHECKPOINT_DISABLE: "1" },
  });
  if (status !== 0) return undefined;
  try {
    return JSON.parse(stdout).terraform_version;
  } catch {
    return undefined;
  }
}

function versionOf(command, args) {
  const { status, stdout } = spawnSync(command, args, { encoding: "utf8" });
  return status === 0 ? stdout.trim() : undefined;
}

function tooOld(name, found, minimum, how) {
  if (found !== undefined && isAtLeast(found, minimum)) return undefined;
  return `${name}: found ${found ?? "none"}, wanted ${minimum.join(".")} or newer; ${how}`;
}

/** Compares the first two numbers of a version. */
export function isAtLeast(version, [major, minor]) {
  const [foundMajor = 0, foundMinor = 0] = version
    .split(".")
    .map((part) => Number.parseInt(part, 10));
  return foundMajor > major || (foundMajor === major && foundMinor >= minor);
}
