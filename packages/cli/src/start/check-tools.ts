import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import {
  describeProviderSource,
  findProviderSource,
  type ProviderSource,
  scrubbedEnvironment,
  thisMachine,
  UserError,
} from "@pictor/local";
import * as z from "zod";
import { layout } from "../layout";
import { appFile } from "../stack/synthesise";

/** S3's own state locking came with it. */
const minimum = { major: 1, minor: 10 };

const versionSchema = z.looseObject({ terraform_version: z.string() });

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

function checkTerraform(): string {
  const { status, stdout } = spawnSync("terraform", ["version", "-json"], {
    encoding: "utf8",
    env: { ...scrubbedEnvironment(process.env), CHECKPOINT_DISABLE: "1" },
  });
  const version = status === 0 ? versionSchema.parse(JSON.parse(stdout)).terraform_version : "none";
  const [major = 0, minor = 0] = version.split(".").map((part) => Number.parseInt(part, 10));
  if (major > minimum.major || (major === minimum.major && minor >= minimum.minor)) return version;
  throw new UserError(
    `Terraform: found ${version}, wanted ${minimum.major}.${minimum.minor} or newer`,
    {
      hint: "see https://developer.hashicorp.com/terraform/install",
    },
  );
}
