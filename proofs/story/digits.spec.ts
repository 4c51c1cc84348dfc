import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { predictionResponseSchema } from "@pictor/contracts/schemas";
import { model, offlineLabels } from "./demonstration";
import { predict } from "./local-run";

const samples = readdirSync(join(model, "samples"))
  .filter((file) => file.endsWith(".png"))
  .sort();

describe("twenty digits that the model has not seen", () => {
  it("are two of each", () => {
    const shown = samples.map((file) => file.split("-")[0]);
    expect(shown).toEqual(digits.flatMap((digit) => [digit, digit]));
  });

  it("get from the API the labels of offline inference", async () => {
    const served: string[] = [];
    const pictures = samples.map((file) => join(model, "samples", file));
    for (const picture of pictures) {
      const response = await predict(picture);
      const { predictions } = predictionResponseSchema.parse(await response.json());
      served.push(predictions[0]?.label ?? "");
    }
    print(served);
    expect(served).toEqual(offlineLabels(join(model, "model.tar.gz"), pictures));
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
