import { spawnSync } from "node:child_process";
import { join } from "node:path";

const model = join(__dirname, "..", "..", "packages", "model");

/** Runs Python of the model's environment in its directory; the last line of its output. */
function python(code: string, ...args: readonly string[]): string {
  const { status, stderr, stdout } = spawnSync(
    join(model, ".venv", "bin", "python"),
    ["-c", code, ...args],
    { cwd: model, encoding: "utf8", env: { ...process.env, PYTHONPATH: "src:." } },
  );
  if (status !== 0) throw new Error(stderr);
  return stdout.trim().split("\n").at(-1) ?? "";
}

/** Python with SageMaker's training toolkit, which is installed at its first use. */
export function trainingPython(): string {
  return python(
    "from tests.environments import environment_python; print(environment_python('sagemaker-training'))",
  );
}

/** Writes a directory of PNGs for each digit: scikit-learn's own pictures. */
export function writeDigits(directory: string, each: number): void {
  python(
    `
import sys
from pathlib import Path
import numpy as np
from pictor_model.digits import read_digits

digits = read_digits()
for digit in range(10):
    folder = Path(sys.argv[1]) / str(digit)
    folder.mkdir(parents=True)
    for index in np.flatnonzero(digits.targets == digit)[: int(sys.argv[2])].tolist():
        (folder / f"{index}.png").write_bytes(digits.pictures[index])
`,
    directory,
    String(each),
  );
}
