import { mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { zipSync } from "fflate";

const root = dirname(fileURLToPath(import.meta.url));
const contracts = dirname(createRequire(import.meta.url).resolve("@pictor/contracts/package.json"));

/**
 * Bundles the contracts from their sources, as free of side effects: of the built CommonJS nothing can be left out,
 * and zod, whose schemas the function does not use, would be as large as all the rest.
 */
const leanContracts = {
  name: "lean-contracts",
  setup({ onResolve }) {
    const sources = join(contracts, "src");
    const source = (file) => ({ path: join(sources, file), sideEffects: false });
    onResolve({ filter: /^@pictor\/contracts$/ }, () => source("index.ts"));
    onResolve({ filter: /^\.\// }, ({ importer, path }) =>
      dirname(importer) === sources ? source(`${path}.ts`) : undefined,
    );
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
    plugins: [leanContracts, credentialsOfTheEnvironment],
  });
  const [{ contents }] = outputFiles;
  const [{ inputs }] = Object.values(metafile.outputs);
  const used = Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  return { contents, sources: used.map(([path]) => path) };
}

/** A zip whose bytes depend on its contents only: fixed date (the earliest that a zip can hold) and mode. */
function zip(files) {
  const attributes = { level: 9, mtime: new Date(1980, 0, 1), os: 3, attrs: 0o100644 << 16 };
  const sorted = Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1));
  return zipSync(
    Object.fromEntries(sorted.map(([path, contents]) => [path, [contents, attributes]])),
  );
}

/** Where the zips go: `dist/lambda`, or the directory that is named on the command line. */
const out = process.argv[2] ?? join(root, "dist", "lambda");
const predict = await bundle("predict");
if (predict.sources.some((path) => path.includes("/zod/"))) {
  throw new Error("the predict bundle contains zod, import only what needs no schema");
}
await mkdir(out, { recursive: true });
await writeFile(join(out, "predict.zip"), zip({ "index.js": predict.contents }));
