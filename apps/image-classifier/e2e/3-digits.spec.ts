import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { predictionResponseSchema } from "@pictor/contracts";
import { manifest, predict } from "./local-run";
import { root } from "./places";

const models = join(root, ".pictor", "cache", "models");
const found = readdirSync(models)
  .map((name) => join(models, name))
  .find((path) => sha256In(join(path, "release.json")) === manifest().live.sha256);
if (found === undefined) throw new Error(`no model in ${models} is the one that serves`);
const model = found;
const samples = readdirSync(join(model, "samples"))
  .filter((file) => file.endsWith(".png"))
  .sort();

/** Nothing where a start that runs beside this one is still building. */
function sha256In(releaseFile: string): string | undefined {
  return existsSync(releaseFile) ? JSON.parse(readFileSync(releaseFile, "utf8")).sha256 : undefined;
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
    const shown = samples.map((file) => file.split("-")[0]);
    expect(shown).toEqual(digits.flatMap((digit) => [digit, digit]));
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

const digits = [..."0123456789"];

/** Accuracy, and what each digit was taken for: of these twenty, and of all that were held out of the training. */
function print(served: readonly string[]): void {
  const truth = samples.map((file) => file.split("-")[0]);
  const count = (digit: string, label: string) =>
    served.filter((found, index) => found === label && truth[index] === digit).length;
  const twenty = digits.map((digit) => digits.map((label) => count(digit, label)));
  const measured = JSON.parse(readFileSync(join(model, "measured.json"), "utf8"));
  console.log(
    [
      ...confusion(`served by the API: ${samples.length} held-out digits`, twenty),
      ...confusion(`offline: all ${measured.n} held-out digits`, measured.confusion),
    ].join("\n"),
  );
}

/** A row per digit, a column per label that it got. */
function confusion(title: string, rows: readonly (readonly number[])[]): readonly string[] {
  const right = rows.reduce((sum, row, digit) => sum + (row[digit] ?? 0), 0);
  const all = rows.flat().reduce((sum, count) => sum + count, 0);
  const cell = (value: number | string) => String(value === 0 ? "·" : value).padStart(3);
  return [
    `${title}, ${((right / all) * 100).toFixed(1)} % right`,
    `    ${digits.map((digit) => digit.padStart(3)).join("")}`,
    ...rows.map((row, digit) => `  ${digit} ${row.map(cell).join("")}`),
  ];
}
