import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { artefactListSha256, type Release, releaseKey } from "@pictor/contracts";
import { releaseOf } from "@pictor/testing";
import { code } from "./small-model";

/** Every artefact has this file. Without it, launcher and workers import PyTorch for seconds, and nothing here uses it. */
const importLate = readFileSync(
  join(__dirname, "..", "..", "packages/model/adapters/torchserve/sitecustomize.py"),
  "utf8",
);

/** An artefact that the real model server serves in seconds: it answers `label`, whose length is the class's index. */
export interface SmallArtefact {
  readonly bytes: Buffer;
  readonly release: Release;
}

/**
 * Makes one in a directory.
 *
 * @param modelCode Python that answers in the place of `code`
 */
export function smallArtefact(directory: string, label: string, modelCode = code): SmallArtefact {
  const root = join(directory, label);
  writeFiles(root, { ...filesOf(label), "code/inference.py": modelCode });
  const file = join(directory, `${label}.tar.gz`);
  const { status, stderr } = spawnSync("tar", ["-czf", file, "-C", root, "label.txt", "code"], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`tar: ${stderr}`);
  const bytes = readFileSync(file);
  const sha256 = sha256Of(bytes);
  return {
    bytes,
    release: {
      ...recordOf(label),
      sha256,
      size: bytes.length,
      key: releaseKey(sha256),
    },
  };
}

/** Makes an uncompressed one, as `pictor model build` leaves it, and returns its path and its record. */
export function smallDirectory(
  directory: string,
  label: string,
): { readonly path: string; readonly release: Release } {
  const files = filesOf(label);
  const hashes = Object.entries(files).map(([path, content]) => [path, sha256Of(content)]);
  const sha256 = artefactListSha256(Object.fromEntries(hashes));
  const release: Release = {
    ...recordOf(label),
    sha256,
    size: Object.values(files).join("").length,
    key: releaseKey(sha256, "none"),
    compression: "none",
  };
  const root = join(directory, `${label}-uncompressed`);
  writeFiles(join(root, "model"), files);
  writeFiles(root, { "release.json": JSON.stringify(release), "smoke.png": "a picture" });
  return { path: join(root, "model"), release };
}

function recordOf(label: string): Release {
  const smoke = { file: "smoke.png", index: label.length };
  return { ...releaseOf("0"), weightsSha256: sha256Of(label), smoke };
}

function filesOf(label: string): Readonly<Record<string, string>> {
  return {
    "label.txt": label,
    "code/inference.py": code,
    "code/sitecustomize.py": importLate,
  };
}

function writeFiles(root: string, files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

function sha256Of(data: Buffer | string): string {
  return createHash("sha256").update(data).digest("hex");
}
