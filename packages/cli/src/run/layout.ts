import { realpathSync } from "node:fs";
import { dirname, join } from "node:path";

/** The clone that this command belongs to. */
const root = join(__dirname, "..", "..", "..", "..");

/** Where things are in the clone. */
export const layout = {
  root,
  accountApp: join(root, "apps", "account"),
  classifierApp: join(root, "apps", "image-classifier"),
  localPackage: join(root, "packages", "local"),
  modelPackage: join(root, "packages", "model"),
  contractJson: join(root, "packages", "contracts", "dist", "contract.json"),
  localPython: join(root, "packages", "local", ".venv", "bin", "python"),
  modelPython: join(root, "packages", "model", ".venv", "bin", "python"),
  /** Of SageMaker's training toolkit; `npm run setup -- --training` makes it. */
  trainingPython: join(
    ...[root, "packages", "model", "environments", "sagemaker-training"],
    ...[".venv", "bin", "python"],
  ),
  checkTools: join(root, "tooling", "setup", "check-tools.mjs"),
  causes: join(root, "tooling", "setup", "causes.json"),
  compile: join(root, "tooling", "setup", "compile.mjs"),
} as const;

/** Directory that holds the workspace's own Node 22 and nothing else, whichever Node runs this command. */
export function nodeDirectory(): string {
  return dirname(realpathSync(join(root, "node_modules", ".bin", "node")));
}
