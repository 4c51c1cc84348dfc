import { join } from "node:path";
import { secrets } from "../secrets/secrets.mjs";
import { bin } from "../setup/paths.mjs";
import { boundaryFixtures } from "./boundary-fixtures.mjs";
import { checks } from "./command.mjs";
import { duplicates } from "./duplicates.mjs";
import { houseRules } from "./house-rules.mjs";
import { prose } from "./prose.mjs";
import { python, pythonProjects } from "./python-projects.mjs";
import { workflows } from "./workflows.mjs";

/** Format and lint of everything, the arrows between packages, and the rules that no linter knows. */
export function lint() {
  return checks([
    { name: "Biome", command: join(bin, "biome"), args: ["ci", "--reporter=summary", "."] },
    { name: "boundaries between packages", command: join(bin, "turbo"), args: ["boundaries"] },
    {
      name: "knip: no dead export, file or dependency",
      // It asks for a newer Node than the machine may have.
      command: join(bin, "node"),
      args: [join(bin, "knip"), "--no-progress", "--no-config-hints"],
    },
    ...pythonProjects.flatMap((project) => [
      {
        name: `ruff: ${project.name}`,
        command: python(project),
        args: ["-m", "ruff", "check", "."],
        options: { cwd: project.directory },
      },
      {
        name: `ruff format: ${project.name}`,
        command: python(project),
        args: ["-m", "ruff", "format", "--check", "."],
        options: { cwd: project.directory },
      },
    ]),
    duplicates(),
    ...prose(),
    ...workflows(),
    secrets(),
    ...boundaryFixtures(),
    ...houseRules(),
  ]);
}
