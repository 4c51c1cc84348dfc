// `npm run sbom [-- <directory>]`: writes bills of materials in CycloneDX: npm.cdx.json of every Node package, local.cdx.json
// and model.cdx.json of the Python environments. The release workflow attaches them; none is committed.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { ofPip, ofPnpm } from "../audit/locked.mjs";
import { bin, root } from "../setup/paths.mjs";
import { installTools } from "../test/python-tools.mjs";
import { missingFrom } from "./complete.mjs";

const directory = resolve(process.argv[2] ?? join(root, ".pictor", "sbom"));
mkdirSync(directory, { recursive: true });

function run(command, args, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
    ...options,
  });
  if (status !== 0) {
    throw new Error(`${command} ${args.join(" ")}: ${error?.message ?? `${stdout}${stderr}`}`);
  }
  return stdout;
}

/** cdxgen, from its lock file, without the packages' own scripts. */
function installCdxgen() {
  const place = join(root, ".pictor", "cdxgen");
  mkdirSync(place, { recursive: true });
  for (const name of ["package.json", "package-lock.json"]) {
    copyFileSync(join(root, "packages", "testing", "cdxgen", name), join(place, name));
  }
  // Not `npm ci`: it wants optional packages for other machines in the lock, which npm leaves out of it.
  const args = ["install", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund"];
  run("npm", args, { cwd: place });
  return join(place, "node_modules", "@cyclonedx", "cdxgen", "bin", "cdxgen.js");
}

function writeNodePackages() {
  const file = join(directory, "npm.cdx.json");
  const args = ["--type", "pnpm", "--no-install-deps", "--no-recurse", "--output", file, root];
  run(join(bin, "node"), [installCdxgen(), ...args], {
    env: { ...process.env, FETCH_LICENSE: "false" },
  });
  report(file, ofPnpm(readFileSync(join(root, "pnpm-lock.yaml"), "utf8")));
}

async function writePythonPackages(name) {
  await installTools(["cyclonedx"]);
  const file = join(directory, `${name}.cdx.json`);
  const tool = join(root, "packages", "testing", "cyclonedx", ".venv", "bin", "cyclonedx-py");
  const python = join(root, "packages", name, ".venv", "bin", "python");
  writeFileSync(file, run(tool, ["environment", "--output-format", "JSON", python]));
  report(file, ofPip(readFileSync(join(root, "packages", name, "requirements.lock"), "utf8")));
}

function report(file, locked) {
  const bom = JSON.parse(readFileSync(file, "utf8"));
  const missing = missingFrom(bom, locked);
  if (missing.length > 0) throw new Error(`${file} lacks ${missing.join(", ")}`);
  console.log(`${file}: CycloneDX ${bom.specVersion}, ${bom.components.length} components`);
}

writeNodePackages();
for (const name of ["local", "model"]) await writePythonPackages(name);
