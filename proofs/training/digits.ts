import { modelPython } from "../shared/model-python";

/** Writes a directory of PNGs for each digit: scikit-learn's own pictures. */
export function writeDigits(directory: string, each: number): void {
  const code = `
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
`;
  modelPython("-c", code, directory, String(each));
}
