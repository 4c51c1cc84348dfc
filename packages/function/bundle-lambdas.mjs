// `node bundle-lambdas.mjs [--without <package>]… [--out <directory>]`, in a package's directory: bundles each function in
// `lambda/<name>/index.ts` into `dist/lambda/<name>.zip`, with the licences of the packages in it. A bundle that holds a
// package of `--without` is refused.
import { existsSync, readdirSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { zipSync } from "fflate";
import { thirdPartyNotices } from "./third-party-notices.mjs";

const root = process.cwd();
const { values } = parseArgs({
  options: { without: { type: "string", multiple: true }, out: { type: "string" } },
});

/** Packages of data that functions use: what they do not use of them is left out. */
const dataPackages = ["@pictor/capacity", "@pictor/contracts", "@pictor/cost"];

/**
 * Bundles data packages from their sources, as free of side effects: of the built CommonJS nothing can be left out,
 * and zod, whose schemas a function may not use, would be as large as all the rest.
 */
const leanData = {
  name: "lean-data",
  setup({ onResolve }) {
    const sources = new Set();
    const source = (path) => ({ path, sideEffects: false });
    onResolve({ filter: /^@pictor\// }, ({ path, resolveDir }) => {
      const [scope, name, ...inner] = path.split("/");
      const packageName = `${scope}/${name}`;
      if (!dataPackages.includes(packageName)) return undefined;
      const from = createRequire(join(resolveDir, "x.js"));
      const directory = dirname(from.resolve(`${packageName}/package.json`));
      sources.add(join(directory, "src"));
      return source(join(directory, "src", ...inner, "index.ts"));
    });
    onResolve({ filter: /^\.\.?\// }, ({ importer, path }) => {
      if (![...sources].some((directory) => importer.startsWith(directory))) return undefined;
      const target = resolve(dirname(importer), path);
      return source(existsSync(`${target}.ts`) ? `${target}.ts` : join(target, "index.ts"));
    });
  },
};

/**
 * Leaves out the ways to credentials that a Lambda function never goes: it finds them in its environment, and files,
 * single sign-on, processes and instances are a third of the client.
 */
const credentialsOfTheEnvironment = {
  name: "credentials-of-the-environment",
  setup({ onResolve, onLoad }) {
    const namespace = "credentials";
    onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, ({ resolveDir }) => ({
      path: resolveDir,
      namespace,
    }));
    onLoad({ filter: /.*/, namespace }, async ({ path }) => ({
      contents: `import { fromEnv } from "@aws-sdk/credential-provider-env";
        export const defaultProvider = () => fromEnv();`,
      resolveDir: dirname(
        createRequire(join(path, "x.js")).resolve("@aws-sdk/credential-provider-node"),
      ),
    }));
  },
};

/** The bundle of one Lambda function. */
async function bundle(name) {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(root, "lambda", name, "index.ts")],
    // Paths in the bundle are relative to here, so that every checkout makes the same bytes.
    absWorkingDir: root,
    bundle: true,
    platform: "node",
    target: "node22",
    format: "cjs",
    mainFields: ["module", "main"],
    minify: true,
    legalComments: "none",
    metafile: true,
    write: false,
    plugins: [leanData, credentialsOfTheEnvironment],
  });
  const [{ contents }] = outputFiles;
  const [{ inputs }] = Object.values(metafile.outputs);
  const used = Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  // What this tool itself puts in has the name of its namespace before it, and no file.
  return { contents, sources: used.map(([path]) => path).filter((path) => !path.includes(":")) };
}

/** A zip whose bytes depend on its contents only: fixed date (the earliest that a zip can hold) and mode. */
function zip(files) {
  const attributes = { level: 9, mtime: new Date(1980, 0, 1), os: 3, attrs: 0o100644 << 16 };
  const sorted = Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1));
  return zipSync(
    Object.fromEntries(sorted.map(([path, contents]) => [path, [contents, attributes]])),
  );
}

const out = resolve(values.out ?? join("dist", "lambda"));
await mkdir(out, { recursive: true });
for (const name of readdirSync(join(root, "lambda")).sort()) {
  const { contents, sources } = await bundle(name);
  for (const unwanted of values.without ?? []) {
    if (sources.some((path) => `/${path}`.includes(`/node_modules/${unwanted}/`))) {
      throw new Error(
        `the bundle of '${name}' holds ${unwanted}: import only what does without it`,
      );
    }
  }
  const notices = thirdPartyNotices(sources, root);
  const files = { "index.js": contents, ...(notices && { "NOTICES.txt": Buffer.from(notices) }) };
  await writeFile(join(out, `${name}.zip`), zip(files));
}
