import { spawnSync } from "node:child_process";
import {
  findProviderSource,
  providerVariables,
  scrubbedEnvironment,
  thisMachine,
} from "@pictor/terraform";

/** Complaints of Terraform about a synthesised stack; empty if it is valid. */
export function validate(stack: string, home: string): string {
  const run = (...args: readonly string[]) =>
    spawnSync("terraform", [...args], {
      cwd: stack,
      encoding: "utf8",
      env: {
        ...scrubbedEnvironment(process.env),
        ...providerVariables(findProviderSource(thisMachine()), home),
      },
    });
  const init = run("init", "-input=false", "-backend=false", "-no-color");
  if (init.status !== 0) return `init: ${init.status} ${init.stderr}`;
  const validated = run("validate", "-no-color");
  return validated.status === 0 ? "" : `validate: ${validated.status} ${validated.stderr}`;
}
