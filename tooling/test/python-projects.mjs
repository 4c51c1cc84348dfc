import { join } from "node:path";
import { root } from "../setup/paths.mjs";

/**
 * The Python projects: each beside its own environment. `package` is the workspace package that it belongs to; the tests in
 * the files of `apart` start servers and wait for them, so they run beside the project's others. `workers` is how many
 * processes share the project's files.
 */
export const pythonProjects = [
  {
    name: "model",
    package: "packages/model",
    directory: join(root, "packages/model"),
    apart: ["tests/test_contract.py", "tests/test_server.py", "tests/test_train_toolkit.py"],
  },
  {
    name: "local",
    package: "packages/local",
    directory: join(root, "packages/local/python"),
    workers: 2,
  },
];

export function python(project) {
  return join(root, project.package, ".venv", "bin", "python");
}
