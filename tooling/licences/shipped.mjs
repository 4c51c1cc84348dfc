import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { publishedPackages } from "../../proofs/shared/published.cjs";
import { root } from "../setup/paths.mjs";

const directoryOf = (name) => join(root, "packages", name);
const manifestIn = (directory) => JSON.parse(readFileSync(join(directory, "package.json"), "utf8"));

/**
 * Packages of others that reach those who install or deploy Pictor: npm installs them with a published package, asks users
 * for them (`peer`), or a Lambda function's zip contains them.
 *
 * @returns name, version, licence and `how` of each, by name
 */
export async function shippedPackages() {
  const all = [
    ...publishedPackages.flatMap((name) => dependencies(directoryOf(name))),
    ...(await Promise.all(publishedPackages.map(bundled))).flat(),
  ];
  const unique = new Map();
  for (const one of all) {
    const key = `${one.name} ${one.version}`;
    const before = unique.get(key);
    unique.set(key, { ...one, how: [...new Set([...(before?.how ?? []), one.how])] });
  }
  return [...unique.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What npm installs below a package, and what it asks for. */
function dependencies(directory, seen = new Set()) {
  if (seen.has(directory)) return [];
  seen.add(directory);
  const { dependencies: needed = {}, peerDependencies: peers = {} } = manifestIn(directory);
  return [
    ...Object.keys(needed).flatMap((name) => {
      const found = installed(directory, name);
      const own = name.startsWith("@pictor/") ? [] : [described(found, "dependency")];
      return [...own, ...dependencies(found, seen)];
    }),
    ...Object.keys(peers)
      .filter(
        (name) => directory.startsWith(join(root, "packages")) && !name.startsWith("@pictor/"),
      )
      .map((name) => described(installed(directory, name), "peer")),
  ];
}

/** Where a package's dependency is: beside it, or where pnpm linked it for the one that installs it. */
function installed(directory, name) {
  for (let at = directory; ; at = dirname(at)) {
    const found = join(at, "node_modules", name);
    if (existsSync(join(found, "package.json"))) return realpathSync(found);
    if (at === dirname(at)) throw new Error(`${name}, which ${directory} needs, is not installed`);
  }
}

function described(directory, how) {
  const { name, version, license } = manifestIn(directory);
  return { name, version, licence: license ?? "unknown", how };
}

/** What the zips of a package's Lambda functions contain of others, by what esbuild puts into a bundle. */
async function bundled(name) {
  const lambdas = join(directoryOf(name), "lambda");
  if (!existsSync(lambdas)) return [];
  const { build } = createRequire(join(directoryOf("function"), "package.json"))("esbuild");
  const { metafile } = await build({
    entryPoints: readdirSync(lambdas).map((lambda) => join(lambdas, lambda, "index.ts")),
    outdir: join(root, ".pictor", "unused"),
    absWorkingDir: root,
    bundle: true,
    platform: "node",
    mainFields: ["module", "main"],
    external: ["@pictor/*"],
    metafile: true,
    write: false,
    logLevel: "error",
  });
  const used = Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([path]) => path),
  );
  const directories = used.flatMap(
    (path) => /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? [],
  );
  return [...new Set(directories)].map((path) => described(join(root, path), "Lambda function"));
}

/** The Python packages that an artefact contains: of AWS's container they are no part. */
export function shippedWithArtefacts() {
  const model = directoryOf("model");
  const lock = readFileSync(
    join(model, "environments", "onnxruntime", "requirements.lock"),
    "utf8",
  );
  return [...lock.matchAll(/^([\w.-]+)==([^\s\\]+)/gm)].map(([, name, version]) => ({
    name,
    version,
    licence: licenceOfWheel(join(model, ".venv", "lib", "python3.11", "site-packages"), name),
    how: ["artefact"],
  }));
}

function licenceOfWheel(sitePackages, name) {
  const [directory] = readdirSync(sitePackages).filter(
    (entry) => entry.startsWith(`${name.replaceAll("-", "_")}-`) && entry.endsWith(".dist-info"),
  );
  if (directory === undefined) return "unknown";
  const metadata = readFileSync(join(sitePackages, directory, "METADATA"), "utf8");
  const expression = /^License-Expression: (.+)$/m.exec(metadata)?.[1];
  return expression ?? /^License: (.+)$/m.exec(metadata)?.[1] ?? "unknown";
}
