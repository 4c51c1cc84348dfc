import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { modelPython } from "../shared/model-python";

/** A script that SageMaker's toolkit starts, and that ends as its hyperparameter says. */
const script = `
import argparse, os, pathlib, time

parser = argparse.ArgumentParser()
parser.add_argument("--end", choices=("well", "badly", "never"), default="well")
end = parser.parse_known_args()[0].end
if end == "badly":
    raise RuntimeError("no such layer")
while end == "never":
    time.sleep(1)
print("held_out_accuracy=0.97")
pathlib.Path(os.environ["SM_MODEL_DIR"], "weights.txt").write_text("weights")
`;

/** The archive of the script, as `pictor_model` packs its own. */
export function tinyScript(directory: string): Buffer {
  const archive = join(directory, "sourcedir.tar.gz");
  writeFileSync(join(directory, "train.py"), script);
  const code = `
import sys, tarfile
with tarfile.open(sys.argv[1], "w:gz") as archive:
    archive.add(sys.argv[2], "train.py")
`;
  modelPython("-c", code, archive, join(directory, "train.py"));
  return readFileSync(archive);
}
