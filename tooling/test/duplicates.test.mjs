import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { duplicatesIn } from "./duplicates.mjs";

const lines = (count) =>
  Array.from({ length: count }, (_, index) => `  total += values[${index}] * weights[${index}];`);
const sum = (name, count) =>
  `export function ${name}(values, weights) {\n  let total = 0;\n${lines(count).join("\n")}\n  return total;\n}\n`;

let directory;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "pictor-copies-"));
  mkdirSync(join(directory, "src"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const write = (name, text) => writeFileSync(join(directory, "src", name), text);

test("a copy of ten lines is found, in TypeScript, JavaScript and Python", () => {
  for (const ending of ["ts", "mjs", "py"]) {
    write(`a.${ending}`, sum("first", 14));
    write(`b.${ending}`, `// Its own.\n${sum("second", 14)}`);
  }
  const found = duplicatesIn(directory, ["src"]).map(({ files }) => files.join(" "));
  assert.deepEqual(found.toSorted(), [
    "src/a.mjs src/b.mjs",
    "src/a.py src/b.py",
    "src/a.ts src/b.ts",
  ]);
});

test("the same few lines are no copy", () => {
  const names = Array.from({ length: 100 }, (_, index) => `name ${index}`);
  write("a.ts", sum("first", 3));
  write("b.ts", `${sum("second", 3)}\nexport const names = ${JSON.stringify(names, null, 2)};\n`);
  assert.deepEqual(duplicatesIn(directory, ["src"]), []);
});
