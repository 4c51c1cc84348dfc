import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "./paths.mjs";
import { hashOf, isFresh, writeStamp } from "./stamp.mjs";
import { step } from "./step.mjs";

const sources = [
  "src",
  "lambda",
  "environments",
  "package.json",
  "tsconfig.build.json",
  "bundle-lambdas.mjs",
  "third-party-notices.mjs",
];

/** Compiles the packages and apps that changed. */
export async function build() {
  const projects = ["packages", "apps"].flatMap((group) =>
    readdirSync(join(root, group))
      .map((name) => join(root, group, name))
      .filter((project) => existsSync(join(project, "tsconfig.build.json"))),
  );
  const stamp = join(root, "node_modules", ".pictor-build");
  const inputs = hashOf([
    join(root, "tsconfig.base.json"),
    join(root, "pnpm-lock.yaml"),
    ...projects.flatMap((project) => sources.map((source) => join(project, source))),
  ]);
  const built = projects.every((project) => existsSync(join(project, "dist")));
  if (built && isFresh(stamp, inputs)) return;
  await step("build", [[process.execPath, [join(import.meta.dirname, "compile.mjs")]]]);
  writeStamp(stamp, inputs);
}
