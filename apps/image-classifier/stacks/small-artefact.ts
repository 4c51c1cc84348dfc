import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Release, releaseKey } from "@pictor/contracts";
import { releaseOf } from "../test/manifest";

/** Answers every picture with one class, and with the identity that the model's environment states. */
const code = `
import json, os

def model_fn(model_dir):
    return open(os.path.join(model_dir, "label.txt")).read()

def transform_fn(label, data, content_type, accept, context):
    release, weights = os.environ["PICTOR_RELEASE_SHA256"], os.environ["PICTOR_WEIGHTS_SHA256"]
    identity = f"release={release};weights={weights}"
    context.set_response_header(0, "X-Amzn-SageMaker-Custom-Attributes", identity)
    best = {"label": label, "index": len(label), "score": 1.0}
    return json.dumps({"predictions": [best]}), "application/json"
`;

/** An artefact that the real model server serves in seconds: it answers `label`, whose length is the class's index. */
export interface SmallArtefact {
  readonly bytes: Buffer;
  readonly release: Release;
}

/** Makes one in a directory. */
export function smallArtefact(directory: string, label: string): SmallArtefact {
  const root = join(directory, label);
  mkdirSync(join(root, "code"), { recursive: true });
  writeFileSync(join(root, "label.txt"), label);
  writeFileSync(join(root, "code", "inference.py"), code);
  const file = join(directory, `${label}.tar.gz`);
  const { status, stderr } = spawnSync("tar", ["-czf", file, "-C", root, "label.txt", "code"], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`tar: ${stderr}`);
  const bytes = readFileSync(file);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return {
    bytes,
    release: {
      ...releaseOf("0"),
      sha256,
      weightsSha256: createHash("sha256").update(label).digest("hex"),
      size: bytes.length,
      key: releaseKey(sha256),
      smoke: { file: "smoke.png", index: label.length },
    },
  };
}
