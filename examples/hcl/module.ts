import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Writes a synthesised stack as a module: its caller configures the provider and the state. */
function writeModule(stack: string, directory: string): void {
  const { provider, terraform, ...rest } = JSON.parse(
    readFileSync(join(stack, "cdk.tf.json"), "utf8"),
  );
  const { backend, ...versions } = terraform;
  // Terraform resolves paths in the caller's directory.
  const text = JSON.stringify({ ...rest, terraform: versions }, null, 2).replaceAll(
    '"assets/',
    `"\${path.module}/assets/`,
  );
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, "main.tf.json"), `${text}\n`);
  cpSync(join(stack, "assets"), join(directory, "assets"), { recursive: true });
}

const [stack, directory] = process.argv.slice(2);
if (stack === undefined || directory === undefined) {
  console.error(
    "usage: node dist/module.js <directory of a synthesised stack> <directory of the module>",
  );
  process.exit(2);
}
writeModule(stack, directory);
