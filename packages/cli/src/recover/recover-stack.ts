import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Change, readPlan } from "@pictor/plan-review";
import { type Terraform, UserError } from "@pictor/terraform";
import type { LookUp } from "./look-up";

/** What became of a stack. */
export interface Recovered {
  /** Addresses of what was taken into the state. */
  readonly adopted: readonly string[];
  /** How many resources the next deployment has to create. */
  readonly missing: number;
}

/** What recovering a stack takes. */
export interface RecoveryProps {
  readonly terraform: Terraform;
  /** Of the synthesised stack. */
  readonly directory: string;
  readonly stack: string;
  readonly lookUp: LookUp;
  readonly onProgress: (text: string) => void;
}

const planFile = "recover.tfplan";

/** Addresses in the errors of an import: Terraform quotes that of what does not exist, the provider's begin with theirs. */
const absent = /(?:\bto "|^(?:terraform plan: )?)(aws_\w+\.[\w-]+)[":]/gm;
const notFound = /couldn't find resource|no association found|not ?found|does not exist/i;

/**
 * Takes into a stack's state what exists in AWS and is not in it. Nothing is destroyed, and nothing created that the
 * adopted resources do not depend on.
 *
 * @throws UserError if what exists could only be adopted by destroying or replacing something
 */
export async function recoverStack(props: RecoveryProps): Promise<Recovered> {
  const { directory, lookUp, onProgress, stack, terraform } = props;
  const blocks = join(directory, "recovered.tf.json");
  const imports = new Map<string, string>();
  const excluded = new Map<string, Set<string>>();
  try {
    for (;;) {
      onProgress("planning");
      // Only what is missing is read of this plan.
      await terraform.plan(planFile, { refreshes: false });
      const missing = (await changes(terraform)).filter(({ kind }) => kind === "create");
      const tagged = await lookUp.taggedIn(stack);
      const found = new Map<string, string>();
      for (const change of missing) {
        const ids = await lookUp.candidates(change, tagged);
        const [id] = ids.filter((one) => !excluded.get(change.address)?.has(one));
        if (id !== undefined) found.set(change.address, id);
      }
      const existing = await existingOf(props, blocks, found);
      for (const [address, id] of found) {
        if (existing.has(address)) continue;
        excluded.set(address, (excluded.get(address) ?? new Set()).add(id));
      }
      if (existing.size === 0 && found.size === 0) {
        return { adopted: [...imports.keys()], missing: missing.length };
      }
      if (existing.size === 0) continue;
      onProgress(`adopting ${existing.size} resources`);
      await terraform.applyPlan(planFile);
      for (const [address, id] of existing) imports.set(address, id);
    }
  } finally {
    for (const file of [blocks, join(directory, planFile)]) rmSync(file, { force: true });
  }
}

/** Plans the imports of what exists, and returns them: the provider is who can tell. */
async function existingOf(
  props: RecoveryProps,
  blocks: string,
  found: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  if (found.size === 0) return found;
  props.onProgress(`looking for ${found.size} resources`);
  try {
    await planImports(props.terraform, blocks, found);
    return found;
  } catch (error) {
    const left = new Map(found);
    for (const [, address = ""] of String(error).matchAll(absent)) left.delete(address);
    if (left.size < found.size) return existingOf(props, blocks, left);
    if (!notFound.test(String(error))) throw error;
    return halved(props, blocks, [...found]);
  }
}

/** Some importers do not say which resource they have not found: it is in one half of them. */
async function halved(
  props: RecoveryProps,
  blocks: string,
  found: readonly (readonly [string, string])[],
): Promise<ReadonlyMap<string, string>> {
  if (found.length === 1) return new Map();
  const middle = Math.ceil(found.length / 2);
  const first = await existingOf(props, blocks, new Map(found.slice(0, middle)));
  const second = await existingOf(props, blocks, new Map(found.slice(middle)));
  return existingOf(props, blocks, new Map([...first, ...second]));
}

async function planImports(
  terraform: Terraform,
  blocks: string,
  found: ReadonlyMap<string, string>,
): Promise<void> {
  writeFileSync(blocks, JSON.stringify({ import: [...found].map(([to, id]) => ({ to, id })) }));
  try {
    const { remove } = await terraform.plan(planFile, { targets: [...found.keys()] });
    if (remove > 0) throw lossOf(await changes(terraform));
  } finally {
    // The plan has the imports in it.
    rmSync(blocks);
  }
}

async function changes(terraform: Terraform): Promise<readonly Change[]> {
  const plan = readPlan(await terraform.show(planFile));
  return plan.changes.filter(({ mode }) => mode === "managed");
}

function lossOf(planned: readonly Change[]): UserError {
  const lost = planned.filter(({ kind }) => kind === "destroy" || kind === "replace");
  return new UserError(
    `to adopt what exists, Terraform would destroy ${lost.map(({ address }) => address).join(", ")}`,
    { hint: "see why by 'pictor review <env>', or delete them by hand if nothing uses them" },
  );
}
