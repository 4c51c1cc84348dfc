import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { predictionResponseSchema } from "@pictor/contracts";
import { manifest, predict } from "./local-run";
import { root } from "./places";

const models = join(root, ".pictor", "cache", "models");
const model = readdirSync(models)
  .map((name) => join(models, name))
  .find((path) => sha256In(join(path, "release.json")) === manifest().live.sha256) as string;
const samples = readdirSync(join(model, "samples"))
  .filter((file) => file.endsWith(".png"))
  .sort();

function sha256In(releaseFile: string): string {
  return JSON.parse(readFileSync(releaseFile, "utf8")).sha256;
}

/** Labels by a fresh process, from the code and the weights inside the artefact. */
function offlineLabels(): readonly string[] {
  const { status, stdout, stderr } = spawnSync(
    join(root, "packages/model/.venv/bin/python"),
    [
      "-m",
      "pictor_model",
      "predict",
      "--artefact",
      join(model, "model.tar.gz"),
      "--json",
      ...samples.map((file) => join(model, "samples", file)),
    ],
    { env: { ...process.env, PYTHONPATH: join(root, "packages/model/src") }, encoding: "utf8" },
  );
  if (status !== 0) throw new Error(stderr);
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line).predictions[0].label);
}

describe("twenty digits that the model has not seen", () => {
  it("are two of each", () => {
    const digits = samples.map((file) => file.split("-")[0]);
    expect(digits).toEqual([..."0123456789"].flatMap((digit) => [digit, digit]));
  });

  it("get from the API the labels of offline inference", async () => {
    const served: string[] = [];
    for (const file of samples) {
      const response = await predict(join(model, "samples", file));
      const { predictions } = predictionResponseSchema.parse(await response.json());
      served.push(predictions[0]?.label ?? "");
    }
    print(served);
    expect(served).toEqual(offlineLabels());
  });
});

/** Accuracy, and what each digit was taken for. */
function print(served: readonly string[]): void {
  const truth = samples.map((file) => file.split("-")[0] ?? "");
  const right = served.filter((label, index) => label === truth[index]).length;
  const rows = [..."0123456789"].map((digit) => {
    const counts = [..."0123456789"].map(
      (label) =>
        served.filter((found, index) => found === label && truth[index] === digit).length || "·",
    );
    return `  ${digit} | ${counts.join(" ")}`;
  });
  process.stdout.write(
    `${[`accuracy on ${samples.length} held-out digits: ${right / samples.length}`, "    | 0 1 2 3 4 5 6 7 8 9", ...rows].join("\n")}\n`,
  );
}
