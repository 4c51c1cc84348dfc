import { join } from "node:path";
import { root } from "../setup/paths.mjs";

/** The Python projects: each beside its own environment. `package` is the workspace package that it belongs to. */
export const pythonProjects = [
  { name: "model", package: "packages/model", directory: join(root, "packages/model") },
  { name: "local", package: "packages/local", directory: join(root, "packages/local/python") },
];

export function python(project) {
  return join(root, project.package, ".venv", "bin", "python");
}
