import { basename, dirname, resolve } from "node:path";
import type { ReviewInput } from "@pictor/plan-review";
import { UserError } from "@pictor/terraform";
import type { ReviewCommandOptions } from "../commands/review";
import { readJsonFile } from "./read-file";

/** A plan to review, and what an error calls it. */
export interface NamedInput extends ReviewInput {
  readonly source: string;
}

/** Reads plans from files that `terraform show -json` wrote. */
export function inputsOf(
  files: readonly string[],
  { name: names = [], synthesised = [] }: ReviewCommandOptions,
): NamedInput[] {
  requireOneEach("--name", names, files);
  requireOneEach("--synthesised", synthesised, files);
  return files.map((file, at) => {
    const stack = synthesised[at];
    return {
      source: file,
      name: names[at] ?? nameOf(file),
      plan: readJsonFile(file, "the plan"),
      ...(stack !== undefined && { synthesised: readJsonFile(stack, "the synthesised stack") }),
    };
  });
}

function requireOneEach(flag: string, values: readonly string[], files: readonly string[]): void {
  if (values.length === 0 || values.length === files.length) return;
  throw new UserError(
    `${flag} has ${values.length} values for ${files.length} plans: give one for each plan, or none`,
    { hint: `pictor review ${files.join(" ")} ${flag} ${files.map(nameOf).join(" ")}` },
  );
}

/** A file's own name, or its directory's where the file is just called a plan. */
function nameOf(file: string): string {
  const own = basename(file).replace(/\.json$/i, "");
  const isJustPlan = /^(?:tf)?-?plan$/i.test(own);
  return isJustPlan ? basename(dirname(resolve(file))) || own : own;
}
