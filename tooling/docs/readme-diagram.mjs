import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { bin, root } from "../setup/paths.mjs";
import { drawDiagram } from "./diagram.mjs";

const app = join(root, "apps", "image-classifier");
const readme = join(root, "README.md");
const block =
  /(<!-- diagram: `npm run docs` draws it from the stacks -->\n\n```mermaid\n)[^`]*(\n```)/;

/** The stacks of the diagram: data and jobs of `dev`, which has every bucket and job, and the service of `prod`. */
const drawn = [
  { id: "service", title: "stack prod", stack: "prod" },
  { id: "data", title: "stack dev-data", stack: "dev-data" },
  { id: "jobs", title: "stack dev-jobs", stack: "dev-jobs" },
];

/** README.md with the diagram of the synthesised stacks. */
export async function readmeWithDiagram() {
  const text = readFileSync(readme, "utf8");
  if (!block.test(text)) throw new Error("README.md has no block for the diagram");
  const diagram = await stacksDiagram();
  return text.replace(block, (_, before, after) => `${before}${diagram}${after}`);
}

/** Writes the diagram of the synthesised stacks into README.md. */
export async function writeDiagram() {
  writeFileSync(readme, await readmeWithDiagram());
}

async function stacksDiagram() {
  const directory = mkdtempSync(join(tmpdir(), "pictor-diagram-"));
  try {
    await synthesise(directory);
    return drawDiagram(
      drawn.map(({ id, title, stack }) => ({ id, title, json: read(directory, stack) })),
    );
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function synthesise(directory) {
  const { manifestOf } = createRequire(join(app, "package.json"))("@pictor/testing");
  const releases = join(directory, "releases");
  mkdirSync(releases);
  for (const name of ["dev", "prod"]) {
    writeFileSync(join(releases, `${name}.json`), JSON.stringify(manifestOf("a")));
  }
  await promisify(execFile)(join(bin, "node"), [join(app, "dist", "src", "main.js")], {
    cwd: app,
    env: {
      ...process.env,
      PICTOR_ENVIRONMENTS: "dev,prod",
      PICTOR_RELEASES_DIR: releases,
      CDKTF_OUTDIR: join(directory, "out"),
    },
  });
}

/** A stack in which no name tells the environment or the account. */
function read(directory, stack) {
  const text = readFileSync(join(directory, "out", "stacks", stack, "cdk.tf.json"), "utf8");
  return JSON.parse(
    text.replaceAll(/pictor-(?:dev|prod)\b/g, "pictor-env").replaceAll(/\b\d{12}\b/g, "account"),
  );
}
