import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { suites } from "../../proofs/suites.mjs";
import {
  codeOf,
  codeOfFile,
  committedRows,
  problemsOf,
  readReport,
  renderReport,
  reportFile,
  rowsAfter,
} from "./proof-report.mjs";

const proved = suites.filter(({ runs }) => runs === "prove");
const [first, second, third] = proved;
const row = (suite, changes = {}) => ({
  name: suite.name,
  cases: 5,
  seconds: 61,
  date: "2026-11-29",
  code: codeOf(suite),
  ...changes,
});

describe("docs/proof.md", () => {
  it("has every suite that npm test leaves out, each run with today's code", () => {
    assert.deepEqual(problemsOf(committedRows(), proved), []);
  });

  it("is what a run wrote", () => {
    assert.equal(readFileSync(reportFile, "utf8"), renderReport(committedRows()));
  });
});

describe("a report of proofs", () => {
  it("is read as it was written", () => {
    const rows = [row(first), row(second, { cases: 12345, seconds: 7 })];
    assert.deepEqual(readReport(renderReport(rows)), rows);
  });

  it("names a suite that is missing, and one whose code has changed", () => {
    const problems = problemsOf([row(second, { code: "0123456789ab" })], [first, second]);
    assert.match(problems[0], new RegExp(`no proof '${first.name}': npm run prove`));
    assert.match(problems[1], new RegExp(`'${second.name}' of 2026-11-29 is of other code`));
    assert.equal(problems.length, 2);
  });

  it("keeps the rows of suites that did not run, and loses that of one that failed", () => {
    const before = [row(first), row(second), row(third)];
    const results = [
      { name: first.name, passed: 9, failed: 0, seconds: 3.4 },
      { name: second.name, passed: 9, failed: 1, seconds: 3 },
    ];
    const run = { results, date: "2026-12-01", codes: new Map([[first.name, "ba9876543210"]]) };
    assert.deepEqual(rowsAfter(before, [first, second, third], run), [
      row(first, { cases: 9, seconds: 3, date: run.date, code: "ba9876543210" }),
      row(third),
    ]);
  });

  it("takes another comment in TypeScript for the same code, and another value for other code", () => {
    const code = (text) => codeOfFile("a.ts", Buffer.from(text));
    assert.equal(
      code("/** One. */\nexport const a = 1;"),
      code("// Two\nexport const a = 1; // 3"),
    );
    assert.notEqual(code("export const a = 1;"), code("export const a = 2;"));
    assert.notEqual(codeOfFile("a.py", "a # 1"), codeOfFile("a.py", "a # 2"));
  });

  it("gives suites of different code different hashes", () => {
    assert.notEqual(codeOf(first), codeOf(second));
    assert.match(codeOf(first), /^[0-9a-f]{12}$/);
  });
});
