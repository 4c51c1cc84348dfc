import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { manifest } from "./local-run";
import { root } from "./places";

const models = join(root, ".pictor", "cache", "models");
const found = readdirSync(models)
  .map((name) => join(models, name))
  .find((path) => sha256In(join(path, "release.json")) === manifest().live.sha256);
if (found === undefined) throw new Error(`no model in ${models} is the one that serves`);

/** Directory of the demonstration model that serves: its weights, its artefact, and pictures. */
export const model = found;

/** Nothing where a start that runs beside this one is still building. */
function sha256In(releaseFile: string): string | undefined {
  return existsSync(releaseFile) ? JSON.parse(readFileSync(releaseFile, "utf8")).sha256 : undefined;
}

/** Labels by a fresh process, from the code and the weights inside an artefact. */
export function offlineLabels(artefact: string, pictures: readonly string[]): readonly string[] {
  const { status, stdout, stderr } = spawnSync(
    join(root, "packages/model/.venv/bin/python"),
    ["-m", "pictor_model", "predict", "--artefact", artefact, "--json", ...pictures],
    { env: { ...process.env, PYTHONPATH: join(root, "packages/model/src") }, encoding: "utf8" },
  );
  if (status !== 0) throw new Error(stderr);
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line).predictions[0].label);
}
