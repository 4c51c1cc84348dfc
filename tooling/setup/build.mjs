import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { bin, root } from "./paths.mjs";
import { hashOf, isFresh, writeStamp } from "./stamp.mjs";
import { step } from "./step.mjs";

const sources = [
  "src",
  "lambda",
  "environments",
  "package.json",
  "tsconfig.build.json",
  "build-lambda.mjs",
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
  await step("build", [
    [join(bin, "turbo"), ["run", "build", "--output-logs=errors-only"], turboEnvironment()],
  ]);
  writeStamp(stamp, inputs);
}

/** turbo looks for pnpm on the PATH, and asks home unless told not to. */
export function turboEnvironment() {
  return {
    PATH: `${bin}:${process.env.PATH}`,
    TURBO_TELEMETRY_DISABLED: "1",
    DO_NOT_TRACK: "1",
    TURBO_NO_UPDATE_NOTIFIER: "1",
  };
}
