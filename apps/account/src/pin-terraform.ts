import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { endOfLife, endOfLifeWarning } from "@pictor/contracts";
import { Annotations, type IStackSynthesizer, type TerraformStack } from "cdktf";

/**
 * Versions of Terraform that the stacks work with.
 *
 * 1.10 is the first that locks the state in S3 without a table.
 * @see https://developer.hashicorp.com/terraform/language/backend/s3#state-locking
 */
export const terraformVersions = ">= 1.10.0, < 2.0.0";

/** From `src` (tests) and from `dist` alike. */
const lockFile = join(__dirname, "..", "terraform.lock.hcl");

/**
 * Pins what a stack is deployed with: the versions of Terraform, and by a lock file beside the stack the hashes of the
 * AWS provider on each platform. Warns if the toolchain of this synthesis is at its end of support, and if the lock file is of
 * another version of the provider than its bindings: then it is left out.
 *
 * @param today ISO date
 */
export function pinTerraform(
  stack: TerraformStack,
  { terraformGeneratorMetadata: provider }: AwsProvider,
  today: string = new Date().toISOString().slice(0, 10),
): void {
  stack.addOverride("terraform.required_version", terraformVersions);
  const version = String(provider?.providerVersion);
  const lock = readFileSync(lockFile, "utf8");
  const isLocked = lock.includes(`version     = "${version}"`);
  const [cdktf, minor] = String(stack.node.tryGetContext("cdktfVersion")).split(".");
  const rows = [
    endOfLife("CDKTF", `${cdktf}.${minor}`),
    endOfLife("AWS provider", String(version.split(".")[0])),
    endOfLife("Node.js", String(process.versions.node.split(".")[0])),
  ];
  const warnings = [
    ...rows.map((row) => row && endOfLifeWarning(row, today)),
    isLocked
      ? undefined
      : `no lock file is written: apps/account/terraform.lock.hcl has no hashes of AWS provider ${version}; write them by 'terraform providers lock'`,
  ];
  for (const warning of warnings) {
    if (warning !== undefined) Annotations.of(stack).addWarning(warning);
  }
  if (isLocked) stack.synthesizer = withLockFile(stack.synthesizer, stack, lock);
}

/** Synthesises as before, and puts the lock file beside what was synthesised. */
function withLockFile(
  synthesizer: IStackSynthesizer,
  stack: TerraformStack,
  lock: string,
): IStackSynthesizer {
  return {
    synthesize: (session) => {
      synthesizer.synthesize(session);
      const { workingDirectory } = session.manifest.forStack(stack);
      writeFileSync(join(session.outdir, workingDirectory, ".terraform.lock.hcl"), lock);
    },
  };
}
