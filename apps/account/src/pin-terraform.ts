import { copyFileSync } from "node:fs";
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
 * AWS provider on each platform. Warns if the toolchain of this synthesis is at its end of support.
 *
 * @param today ISO date
 */
export function pinTerraform(
  stack: TerraformStack,
  { terraformGeneratorMetadata: provider }: AwsProvider,
  today: string = new Date().toISOString().slice(0, 10),
): void {
  stack.addOverride("terraform.required_version", terraformVersions);
  const [major] = provider?.providerVersion?.split(".") ?? [];
  const [cdktf, minor] = String(stack.node.tryGetContext("cdktfVersion")).split(".");
  const rows = [
    endOfLife("CDKTF", `${cdktf}.${minor}`),
    endOfLife("AWS provider", String(major)),
    endOfLife("Node.js", String(process.versions.node.split(".")[0])),
  ];
  for (const row of rows) {
    const warning = row && endOfLifeWarning(row, today);
    if (warning !== undefined) Annotations.of(stack).addWarning(warning);
  }
  stack.synthesizer = withLockFile(stack.synthesizer, stack);
}

/** Synthesises as before, and puts the lock file beside what was synthesised. */
function withLockFile(synthesizer: IStackSynthesizer, stack: TerraformStack): IStackSynthesizer {
  return {
    synthesize: (session) => {
      synthesizer.synthesize(session);
      const { workingDirectory } = session.manifest.forStack(stack);
      copyFileSync(lockFile, join(session.outdir, workingDirectory, ".terraform.lock.hcl"));
    },
  };
}
