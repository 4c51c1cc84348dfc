import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import {
  describeProviderSource,
  findProviderSource,
  type ProviderSource,
  scrubbedEnvironment,
  thisMachine,
  UserError,
} from "@pictor/terraform";
import * as z from "zod";
import { appFile } from "../apply/synthesise";
import { layout } from "../run/layout";

const toolsSchema = z.looseObject({ terraform: z.string() });

export interface Tools {
  readonly terraform: string;
  readonly provider: ProviderSource;
}

/**
 * Checks that what a run needs is there.
 *
 * @throws UserError that says how to get what is missing
 */
export function checkTools(): Tools {
  const built = [appFile(layout.accountApp), appFile(layout.classifierApp), layout.contractJson];
  const missing = [layout.localPython, layout.modelPython, ...built].filter(
    (file) => !existsSync(file),
  );
  if (missing.length > 0) {
    throw new UserError(`not set up: there is no ${missing.join(", no ")}`, {
      hint: "run 'npm run setup'",
    });
  }
  return { terraform: checkTerraform(), provider: findProviderSource(thisMachine()) };
}

/** One line that says what was found. */
export function describeTools({ terraform, provider }: Tools): string {
  return `Terraform ${terraform}, ${describeProviderSource(provider)}`;
}

/** The set-up's own check: it skips it where nothing is to be installed, and Terraform may be another one since. */
function checkTerraform(): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [layout.checkTools], {
    encoding: "utf8",
    env: scrubbedEnvironment(process.env),
  });
  if (status !== 0) {
    throw new UserError(stderr.trim(), {
      hint: "install what is missing or too old, then run it again",
    });
  }
  return toolsSchema.parse(JSON.parse(stdout)).terraform;
}
