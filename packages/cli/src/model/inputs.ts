import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { layout } from "../layout";

/** Everything that decides what the demonstration model and its artefact become. */
const inputs = [
  join(layout.modelPackage, "src"),
  join(layout.modelPackage, "adapters"),
  join(layout.modelPackage, "requirements.lock"),
  join(layout.modelPackage, "requirements.torch.lock"),
  layout.contractJson,
];

/** SHA-256 of the names and contents of all inputs. */
export function hashInputs(paths: readonly string[] = inputs, base: string = layout.root): string {
  const hash = createHash("sha256");
  for (const file of paths.flatMap(filesIn).sort()) {
    hash
      .update(`${relative(base, file)}\0`)
      .update(readFileSync(file))
      .update("\0");
  }
  return hash.digest("hex");
}

function filesIn(path: string): string[] {
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter(({ name }) => name !== "__pycache__" && !name.startsWith("."))
      .flatMap(({ name }) => filesIn(join(path, name)));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOTDIR") return [path];
    throw error;
  }
}
