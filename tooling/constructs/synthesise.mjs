import { execFile } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { bin } from "../setup/paths.mjs";
import { constructExamples } from "./examples.mjs";

const child = join(import.meta.dirname, "synthesise-child.cjs");

/**
 * Synthesises the example of each construct in a stack of its own.
 *
 * @returns each example with `json`, the whole stack, and `resources` and `data`: what it adds to its setting, by address; with
 *   `error` instead, where it could not be synthesised
 */
export async function synthesiseExamples() {
  const byPackage = Object.groupBy(constructExamples(), (example) => example.directory);
  const results = await Promise.all(
    Object.entries(byPackage).map(([directory, examples]) => synthesise(directory, examples)),
  );
  return results.flat();
}

/** The examples of one package, in one process: it loads CDKTF and the provider's classes once. */
async function synthesise(directory, examples) {
  const built = join(directory, "dist", "constructs");
  mkdirSync(built, { recursive: true });
  try {
    const names = ["", ...examples.map(({ name }) => name)];
    const modules = ["", ...examples.map(({ module }) => module)];
    await Promise.all(
      modules.map((text, index) => bundle(directory, join(built, `${names[index]}.cjs`), text)),
    );
    const { stdout } = await promisify(execFile)(join(bin, "node"), [child, built, ...names], {
      cwd: directory,
      maxBuffer: 64 * 1024 * 1024,
    });
    const [setting, ...found] = JSON.parse(stdout);
    if (setting.error !== undefined) throw new Error(`${directory}: ${setting.error}`);
    return examples.map((example, index) => ({ ...example, ...added(setting, found[index]) }));
  } finally {
    rmSync(built, { recursive: true, force: true });
  }
}

/** An example and its setting in one file, so that each has a stack of its own; packages stay outside it. */
async function bundle(directory, outfile, text) {
  await build({
    stdin: {
      contents: `${text}\nexport { stack } from "../../test/example-setting";`,
      resolveDir: join(directory, "dist", "constructs"),
      loader: "ts",
    },
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    packages: "external",
    logLevel: "silent",
    plugins: [compiledPackage(directory)],
  });
}

/** Takes the package itself as it was compiled: its sources look for files beside the compiled ones. */
function compiledPackage(directory) {
  return {
    name: "compiled package",
    setup({ onResolve }) {
      onResolve({ filter: /^(\.\.\/)+src(\/index)?$/ }, () => ({
        path: join(directory, "dist", "index.js"),
        external: true,
      }));
    },
  };
}

/** What an example adds to its setting, beside the whole stack. */
function added(setting, { error, json }) {
  if (error !== undefined) return { error };
  return {
    json,
    resources: withoutKeysOf(byAddress(setting.json.resource), byAddress(json.resource)),
    data: withoutKeysOf(byAddress(setting.json.data), byAddress(json.data)),
  };
}

function byAddress(byType = {}) {
  return Object.fromEntries(
    Object.entries(byType).flatMap(([type, byId]) =>
      Object.entries(byId).map(([id, values]) => [`${type}.${id}`, values]),
    ),
  );
}

function withoutKeysOf(before, after) {
  return Object.fromEntries(Object.entries(after).filter(([address]) => !(address in before)));
}
