import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { findProviderSource, Terraform, thisMachine, UserError } from "@pictor/terraform";
import { initialise } from "../apply/apply-stack";
import { ofCaller, terraformVariables } from "../apply/caller-variables";
import { dataFirst, type Stacks, stackDirectory, synthesise } from "../apply/synthesise";
import { releasesDirectory } from "../run/home";
import { layout } from "../run/layout";
import type { NamedInput } from "./inputs";

/** Name of the plan in the directory of its stack. */
const planFile = "reviewed.tfplan";

/** Name of the list of plans with their checksums, as `sha256sum --check` reads it. */
const checksumFile = "reviewed.sha256";

/** What to plan. */
export interface PlanningProps {
  readonly environment: string;
  /** The only stacks to plan. @default - all that the app synthesises */
  readonly stacks?: readonly string[];
  /** For the synthesised stacks, their plans and the logs. */
  readonly directory: string;
  readonly signal: AbortSignal;
  readonly onProgress: (text: string) => void;
}

/**
 * Synthesises an environment and plans its stacks against their states, in the AWS that the `AWS_*` variables say.
 * Each plan stays in the directory of its stack, with a list of checksums beside.
 *
 * @throws UserError in Terraform's words if a stack cannot be planned
 */
export async function planEnvironment(props: PlanningProps): Promise<NamedInput[]> {
  const { directory, signal, onProgress } = props;
  onProgress("synthesising");
  const stacks = await synthesise({
    app: layout.classifierApp,
    outputDirectory: directory,
    variables: {
      ...ofCaller(/^PICTOR_/),
      PICTOR_ENVIRONMENTS: props.environment,
      PICTOR_RELEASES_DIR: releasesDirectory(process.env),
    },
    logFile: join(directory, "synth.log"),
    signal,
  });
  const planned: NamedInput[] = [];
  for (const name of props.stacks ?? dataFirst([...stacks.keys()])) {
    onProgress(`planning ${name}`);
    planned.push(await planStack(name, stacks, props));
  }
  writeFileSync(
    join(directory, checksumFile),
    planned.map(({ name }) => checksum(stackDirectory(stacks, name), directory)).join(""),
  );
  return planned;
}

async function planStack(
  name: string,
  stacks: Stacks,
  { directory, signal, environment }: PlanningProps,
): Promise<NamedInput> {
  const stack = stackDirectory(stacks, name);
  const provider = findProviderSource(thisMachine());
  const terraform = new Terraform({
    directory: stack,
    environment: terraformVariables(provider, directory),
    logFile: join(directory, `terraform-${name}.log`),
    signal,
  });
  await initialise(terraform, provider);
  try {
    await terraform.plan(planFile);
  } catch (error) {
    const data = `${environment}-data`;
    const isFirst =
      error instanceof UserError &&
      name !== data &&
      /couldn't find|not found|no matching|empty result/i.test(error.message);
    if (!isFirst) throw error;
    throw new UserError(error.message, {
      hint: `if ${data} was never applied: pictor review ${environment} --stack ${data}, and apply it first`,
    });
  }
  return {
    source: name,
    name,
    plan: await terraform.show(planFile),
    synthesised: JSON.parse(readFileSync(join(stack, "cdk.tf.json"), "utf8")),
  };
}

/** A line of `sha256sum`. */
function checksum(stack: string, directory: string): string {
  const file = join(stack, planFile);
  const hash = createHash("sha256").update(readFileSync(file)).digest("hex");
  return `${hash}  ${relative(directory, file)}\n`;
}
