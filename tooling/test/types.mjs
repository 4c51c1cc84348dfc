import { existsSync } from "node:fs";
import { join } from "node:path";
import { bin, root } from "../setup/paths.mjs";
import { checksAtOnce, run } from "./command.mjs";
import { writeExamples } from "./examples.mjs";
import { programs } from "./programs.mjs";
import { python, pythonProjects } from "./python-projects.mjs";

/** Types of sources and tests in both languages, and of the examples that READMEs and TSDoc show. */
export async function types({ projects }) {
  const typed = projects.filter((path) => existsSync(join(root, path, "tsconfig.json")));
  const examples = writeExamples(typed);
  try {
    return await checksAtOnce([
      {
        name: "TypeScript, with the examples in READMEs and TSDoc",
        check: () => typeScript(typed, examples.directories),
      },
      ...pythonProjects
        .filter((project) => projects.includes(project.package))
        .map((project) => ({
          name: `mypy: ${project.name}`,
          command: python(project),
          args: ["-m", "mypy"],
          options: { cwd: project.directory },
        })),
      {
        name: "the site: every public name has a comment, every construct's example is synthesised",
        command: join(bin, "node"),
        args: [join(root, "tooling", "docs", "main.mjs"), "--check"],
      },
      {
        name: "the API of each package is the reported one, and changesets name what changed",
        command: join(bin, "node"),
        args: [join(root, "tooling", "api", "main.mjs"), "--check"],
      },
      {
        name: "every package and every class that it exports shows an example",
        check: () => reported(examples.missing),
      },
    ]);
  } finally {
    examples.remove();
  }
}

async function typeScript(projects, examples) {
  const codes = await Promise.all(
    programs(projects, examples).map((directory) =>
      run(join(bin, "tsc"), ["--project", directory]),
    ),
  );
  return Math.max(0, ...codes);
}

function reported(problems) {
  for (const problem of problems) console.error(problem);
  return problems.length === 0 ? 0 : 1;
}
