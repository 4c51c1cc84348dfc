// The aws-cdk app that `bench -- synth` compares with: a locked place of its own, which nothing else installs.
import { execFileSync } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";

const directory = join(import.meta.dirname, "..", "aws-cdk");
export const file = join(directory, "app.mjs");

/** Installs it as it is locked, some 180 MB, unless it is there. */
export function installAwsCdk() {
  if (existsSync(join(directory, "node_modules", "aws-cdk-lib"))) return;
  console.error("installing aws-cdk-lib, 180 MB, for the comparison");
  const pnpm = join(directory, "..", "..", "node_modules", ".bin", "pnpm");
  const args = ["install", "--ignore-workspace", "--frozen-lockfile"];
  execFileSync(pnpm, args, { cwd: directory, stdio: ["ignore", "ignore", "inherit"] });
}

/** How many resources its templates have; the metadata that CDK adds by itself does not count. */
export function templateResources(outdir) {
  const templates = globSync(join(outdir, "*.template.json"));
  return templates
    .flatMap((name) => Object.values(JSON.parse(readFileSync(name, "utf8")).Resources))
    .filter(({ Type }) => Type !== "AWS::CDK::Metadata").length;
}
