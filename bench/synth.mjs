// What it takes to synthesise every environment with a release: the app alone, `cdktf synth`, which wraps the same process,
// and an aws-cdk app with as many resources in as many stacks. `npm run bench -- synth [rounds]`.
import { spawnSync } from "node:child_process";
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median, spread } from "./model/python.mjs";
import { file as awsCdk, installAwsCdk, templateResources } from "./synth/aws-cdk.mjs";
import { writeManifests } from "./synth/manifests.mjs";

const rounds = Number(process.argv[2] ?? 7);
const root = join(import.meta.dirname, "..");
const app = join(root, "apps", "image-classifier");
const directory = mkdtempSync(join(tmpdir(), "pictor-bench-"));
const releases = join(directory, "releases");
const outdir = (name) => join(directory, name);

/** Runs a command in the app's directory; seconds, CPU seconds and MB, of all of its processes. */
function measure([command, ...args], variables) {
  const { status, stdout, stderr } = spawnSync(
    join(root, "packages", "local", ".venv", "bin", "python"),
    [join(import.meta.dirname, "synth", "measure.py"), command, ...args],
    {
      cwd: app,
      env: {
        ...process.env,
        CI: "1",
        CHECKPOINT_DISABLE: "1",
        PICTOR_RELEASES_DIR: releases,
        ...variables,
      },
      encoding: "utf8",
    },
  );
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${stderr}`);
  return JSON.parse(stdout);
}

const documents = (name) =>
  globSync(join(outdir(name), "stacks", "*", "cdk.tf.json")).map((file) =>
    JSON.parse(readFileSync(file, "utf8")),
  );
const resourcesOf = (document) =>
  Object.values(document.resource ?? {}).flatMap((of) => Object.keys(of));

const node = process.execPath;
const contestants = {
  pictor: () => measure([node, "dist/src/main.js"], { CDKTF_OUTDIR: outdir("pictor") }),
  "cdktf synth": () =>
    measure([join(app, "node_modules", ".bin", "cdktf"), "synth"], {
      CDKTF_OUTDIR: outdir("cdktf"),
    }),
  "aws-cdk": () =>
    measure([node, awsCdk], { OUTDIR: outdir("aws-cdk"), STACKS: stacks, RESOURCES: resources }),
};

let stacks = "";
let resources = "";
const rows = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]));
try {
  installAwsCdk();
  mkdirSync(releases);
  writeManifests(releases, createRequire(join(app, "package.json")));
  // Once each for the caches of the file system, and to learn how many resources there are.
  contestants.pictor();
  stacks = String(documents("pictor").length);
  resources = String(documents("pictor").flatMap(resourcesOf).length);
  contestants["cdktf synth"]();
  contestants["aws-cdk"]();
  const other = templateResources(outdir("aws-cdk"));
  if (String(other) !== resources)
    throw new Error(`aws-cdk made ${other} resources, not ${resources}`);
  // In turns, so that what else the machine does falls on all.
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, run] of Object.entries(contestants)) rows[name].push(run());
    process.stderr.write(`\r${round + 1} of ${rounds} rounds`);
  }
  process.stderr.write("\n");
} finally {
  rmSync(directory, { recursive: true, force: true });
}

console.log(
  `${resources} resources in ${stacks} stacks, ${rounds} rounds, medians; ratios to pictor in the same round\n`,
);
for (const [name, values] of Object.entries(rows)) {
  for (const [key, unit, digits] of [
    ["cpu", "CPU s", 2],
    ["wall", "s", 2],
    ["memory", "MB", 0],
  ]) {
    const ratios = values.map((value, round) => value[key] / rows.pictor[round][key]);
    const figure = `${median(values.map((value) => value[key])).toFixed(digits)} ${unit}`;
    console.log(
      `${name.padEnd(12)} ${figure.padStart(11)}   ${name === "pictor" ? "" : spread(ratios)}`,
    );
  }
}
