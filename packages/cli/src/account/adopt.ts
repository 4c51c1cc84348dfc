import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { GetOpenIDConnectProviderCommand, type IAMClient } from "@aws-sdk/client-iam";
import type { AwsPlace } from "@pictor/contracts";
import { type Terraform, type TerraformProgress, UserError } from "@pictor/terraform";
import * as z from "zod";
import { identityOf } from "../recover/identities";
import type { StepContext } from "../run/display/steps";

/** A block of Terraform that takes something that exists into the state. */
export interface Import {
  /** Address of the resource. */
  readonly to: string;
  /** By which the provider finds it. */
  readonly id: string;
}

const stackSchema = z.looseObject({
  resource: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))),
});

/** An error of Terraform begins with the resource's address and ends before the next one. */
const exists =
  /\b(aws_\w+)\.(\w+): (?:(?!\baws_\w+\.\w+: )[\s\S])*?(?:AlreadyExists|AlreadyOwnedByYou)/g;

/**
 * The resources that an apply could not create because they exist.
 *
 * @param message of the failed apply
 * @param stack the synthesised stack
 */
export function existing(message: string, stack: unknown, account: AwsPlace): readonly Import[] {
  const { resource } = stackSchema.parse(stack);
  return [...message.matchAll(exists)].flatMap(([, type = "", name = ""]) => {
    const attributes = resource[type]?.[name];
    const id = attributes && identityOf(type, attributes, account);
    return id === undefined ? [] : [{ to: `${type}.${name}`, id }];
  });
}

/** The audience of GitHub's tokens that the stack gives the provider. */
const audience = "sts.amazonaws.com";

/**
 * Refuses to adopt an OIDC provider that others use, too: the apply would take away the audiences that the stack does not
 * name, and a removal of the stack the whole provider.
 *
 * @throws UserError that names the other audiences
 */
export async function refuseSharedProvider(
  client: IAMClient,
  imports: readonly Import[],
): Promise<void> {
  for (const { id, to } of imports) {
    if (!to.startsWith("aws_iam_openid_connect_provider.")) continue;
    const { ClientIDList = [] } = await client.send(
      new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: id }),
    );
    const others = ClientIDList.filter((one) => one !== audience);
    if (others.length === 0) continue;
    throw new UserError(`${id} exists, and others use it with the audiences ${others.join(", ")}`, {
      hint: `let it be theirs: set provider: "existing" in the environments' deployers; it needs the audience ${audience}, too`,
    });
  }
}

/**
 * Applies a stack, and takes into its state what exists already: what an interrupted apply had created and could not write
 * down, and the log groups of jobs, which SageMaker makes itself. Their names are Pictor's in this account.
 *
 * @param directory of the synthesised stack
 * @param mayAdopt throws for what is not to be adopted
 */
export async function applyAdopting(
  terraform: Terraform,
  directory: string,
  account: AwsPlace,
  step: StepContext,
  mayAdopt: (imports: readonly Import[]) => Promise<void>,
): Promise<TerraformProgress> {
  const stack: unknown = JSON.parse(readFileSync(join(directory, "cdk.tf.json"), "utf8"));
  const file = join(directory, "adopted.tf.json");
  const imports = new Map<string, Import>();
  try {
    for (;;) {
      const outcome = await terraform.apply().catch((error: unknown) => error);
      if (!(outcome instanceof Error)) return outcome as TerraformProgress;
      const found = outcome instanceof UserError ? existing(outcome.message, stack, account) : [];
      const news = found.filter(({ to }) => !imports.has(to));
      if (news.length === 0) throw outcome;
      await mayAdopt(news);
      for (const one of news) imports.set(one.to, one);
      step.progress(`adopting ${imports.size} resources that exist`);
      writeFileSync(file, JSON.stringify({ import: [...imports.values()] }));
    }
  } finally {
    rmSync(file, { force: true });
  }
}
