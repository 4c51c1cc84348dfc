// `node proofs/upgrade/keep.mjs <version>`: keeps the stacks of this tree's `local` and `dev` as those of a version.
import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

const root = join(import.meta.dirname, "..", "..");
const { manifestOf } = createRequire(import.meta.url)("@pictor/testing");
const [version] = process.argv.slice(2);
if (version === undefined) throw new Error("usage: node proofs/upgrade/keep.mjs <version>");

const kept = join(import.meta.dirname, "stacks", version);
const directory = mkdtempSync(join(tmpdir(), "pictor-keep-"));
try {
  mkdirSync(kept, { recursive: true });
  for (const name of ["local", "dev"]) {
    writeFileSync(join(directory, `${name}.json`), JSON.stringify(manifestOf("a")));
  }
  synthesise("account", "dist/main.js", {
    PICTOR_ACCOUNT_ID: "000000000000",
    PICTOR_REGION: "us-east-1",
    PICTOR_ACCOUNT_STATE: "local",
  });
  synthesise("image-classifier", "dist/src/main.js", {
    PICTOR_ENVIRONMENTS: "local,dev",
    PICTOR_RELEASES_DIR: directory,
  });
  for (const stack of globSync("out/stacks/*", { cwd: directory })) keep(stack);
} finally {
  rmSync(directory, { recursive: true });
}

function synthesise(app, main, variables) {
  execFileSync(process.execPath, [join(root, "apps", app, main)], {
    env: { ...process.env, ...variables, CDKTF_OUTDIR: join(directory, "out") },
    stdio: "inherit",
  });
}

function keep(stack) {
  const text = readFileSync(join(directory, stack, "cdk.tf.json"), "utf8");
  // CDKTF's own notes, which Terraform does not read.
  const read = JSON.parse(text, (key, value) => (key === "//" ? undefined : value));
  writeFileSync(join(kept, `${basename(stack)}.json`), `${JSON.stringify(read, null, 2)}\n`);
  for (const [, zip] of text.matchAll(/"filename": "([^"]+)"/g)) {
    copyFileSync(join(directory, stack, zip), join(kept, basename(zip)));
  }
}
