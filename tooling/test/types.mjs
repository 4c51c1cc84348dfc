import { join } from "node:path";
import { bin } from "../setup/paths.mjs";
import { checks } from "./command.mjs";
import { python, pythonProjects } from "./python-projects.mjs";
import { readmeExamples } from "./readme-examples.mjs";

/** Types of sources and tests in both languages, and of the examples that READMEs and TSDoc show. */
export function types({ all, projects }) {
  const filters = all ? [] : projects.map((path) => `--filter=./${path}`);
  return checks([
    {
      name: "TypeScript",
      command: join(bin, "turbo"),
      args: ["run", "typecheck", "--output-logs=errors-only", ...filters],
    },
    ...pythonProjects
      .filter((project) => projects.includes(project.package))
      .map((project) => ({
        name: `mypy: ${project.name}`,
        command: python(project),
        args: ["-m", "mypy"],
        options: { cwd: project.directory },
      })),
    { name: "examples in READMEs and TSDoc", check: () => readmeExamples(projects) },
  ]);
}
