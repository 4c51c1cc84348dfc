import { spawnSync } from "node:child_process";
import { join } from "node:path";

const model = join(__dirname, "..", "..", "packages", "model");

/** Runs Python of the model's environment in its directory; the last line of its output. */
export function modelPython(...args: readonly string[]): string {
  const { status, stderr, stdout } = spawnSync(join(model, ".venv", "bin", "python"), [...args], {
    cwd: model,
    encoding: "utf8",
    env: { ...process.env, PYTHONPATH: "src:." },
  });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim().split("\n").at(-1) ?? "";
}

/** Python with SageMaker's training toolkit, which is installed at its first use. */
export function trainingPython(): string {
  return modelPython("-m", "tests.environments", "sagemaker-training");
}
