import { createHash } from "node:crypto";
import { join, relative } from "node:path";
import { hashElement } from "folder-hash";
import { layout } from "../../run/layout";

/** Everything that decides what the demonstration model and its artefact become. */
const inputs = [
  join(layout.modelPackage, "src"),
  join(layout.modelPackage, "adapters"),
  join(layout.modelPackage, "requirements.lock"),
  join(layout.modelPackage, "requirements.torch.lock"),
  join(layout.modelPackage, "environments", "onnxruntime", "requirements.lock"),
  layout.contractJson,
];

/** SHA-256 of the names and contents of all inputs; what Python compiles of them does not count. */
export async function hashInputs(
  paths: readonly string[] = inputs,
  base: string = layout.root,
): Promise<string> {
  const hashed = await Promise.all(
    paths.map(async (path) => {
      const { hash } = await hashElement(path, {
        algo: "sha256",
        encoding: "hex",
        folders: { exclude: ["__pycache__", ".*"] },
        files: { exclude: [".*"] },
      });
      return [relative(base, path), hash];
    }),
  );
  return createHash("sha256").update(JSON.stringify(hashed)).digest("hex");
}
