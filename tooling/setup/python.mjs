import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { SetUpError } from "./errors.mjs";
import { root } from "./paths.mjs";
import { hashOf, isFresh, writeStamp } from "./stamp.mjs";
import { say, step } from "./step.mjs";

/** PyTorch's own index of CPU builds, for machines whose pip would take the CUDA build. */
const cpuIndex = "https://download.pytorch.org/whl/cpu";

/** What installs the local AWS's Python environment; nothing where it is there. */
export function localEnvironment() {
  return environment("packages/local", "Python environment of the local AWS", () => []);
}

/** What installs the serving stack's: torch as a CPU build, and what AWS's container runs. */
export function modelEnvironment() {
  return environment("packages/model", "Python environment of the model", (venv, directory) => {
    const lock = ["-r", join(directory, "requirements.torch.lock")];
    return [pip(venv, ["--no-deps", ...lock, ...torchSource(venv, directory)])];
  });
}

/** Installs SageMaker's training toolkit, which training in the local AWS needs; quick where it is there. */
export async function trainingEnvironment() {
  const directory = join(root, "packages", "model");
  const python = join(directory, ".venv", "bin", "python");
  await step("Python environment of training", [
    [python, ["-m", "tests.environments", "sagemaker-training"], { PYTHONPATH: directory }],
  ]);
}

function environment(path, name, before) {
  const directory = join(root, path);
  const venv = join(directory, ".venv");
  const stamp = join(venv, ".pictor-set-up");
  const locks = ["requirements.lock", "requirements.torch.lock"].map((file) =>
    join(directory, file),
  );
  const inputs = hashOf(locks);
  if (isFresh(stamp, inputs)) return undefined;
  return async ({ python }) => {
    await step(`${name}: creating`, [[python, ["-m", "venv", venv]]]);
    await step(name, [
      ...before(venv, directory),
      // The lock names every package, so nothing is left for pip to resolve, and nothing for it to add.
      pip(venv, ["--no-deps", "-r", join(directory, "requirements.lock")]),
    ]);
    writeStamp(stamp, inputs);
  };
}

function pip(venv, args) {
  return [
    join(venv, "bin", "python"),
    ["-m", "pip", "install", "--disable-pip-version-check", ...args],
  ];
}

/**
 * Options with which pip takes a CPU build of torch: none where it would anyway.
 * On Linux the registry's wheel is the CUDA build, which is gigabytes that this project has no use for.
 */
function torchSource(venv, directory) {
  if (process.platform !== "linux") return [];
  const [command, args] = pip(venv, [
    "--dry-run",
    "--ignore-installed",
    "--quiet",
    "--no-deps",
    "--report",
    "-",
  ]);
  const { status, stdout, stderr } = spawnSync(
    command,
    [...args, "-r", join(directory, "requirements.torch.lock")],
    { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 },
  );
  const version = status === 0 ? JSON.parse(stdout).install[0]?.metadata.version : undefined;
  if (version?.endsWith("+cpu")) return [];
  say(
    `pip would take torch ${version ?? "from nowhere it can reach"}; taking the CPU build from ${cpuIndex}`,
  );
  say("to take it from elsewhere, point pip at a CPU wheel (PIP_FIND_LINKS=<directory>)");
  if (process.env.PIP_NO_INDEX) {
    throw new SetUpError(
      `pip may use no index (PIP_NO_INDEX) and finds no CPU build of torch: ${stderr.trim()}`,
    );
  }
  return ["--index-url", cpuIndex];
}
