import assert from "node:assert/strict";
import { test } from "node:test";
import { styleProblems } from "./style.mjs";

const sentence = (words) => `The ${"service answers a request ".repeat(words)}now.`;

for (const [name, text, expected] of [
  ["a long sentence", sentence(10), /^1: .*exceeds the maximum sentence length/],
  ["another word for a term", "A request has a time-out.", /^1: Incorrect term: “time-out”/],
  ["a filler", "The plan is very large.", /^1: 'very': leave it out$/],
  ["shorthand", "Take a region, e.g. Paris.", /^1: 'e\.g\.': write it out$/],
  ["an exclamation", "It works!", /^1: 's!': end with a full stop$/],
  [
    "a chain of clauses",
    "A role that has what those need who call it, which is a role that calls.",
    /^1: 5 relative words: split /,
  ],
  [
    "a wide table",
    `| a | b |\n| - | - |\n| ${"x".repeat(48)} | ${"x".repeat(46)} |`,
    /^3: a row of 101 columns/,
  ],
  ["a table of many cells", "| a | b | c | d | e |\n|-|-|-|-|-|", /^1: 5 cells/],
]) {
  test(`${name} is refused`, async () => {
    const problems = await styleProblems(`${text}\n`);
    assert.match(problems[0] ?? "", expected);
  });
}

test("plain sentences, code and links are not", async () => {
  const text = [
    sentence(3),
    "",
    "Run `just very artifact!`, and read [the page](https://example.com/time-out).",
    "",
    "```sh",
    "echo very simply e.g. time-out!",
    "```",
    "",
    "| a | b | c | d |",
    "| - | - | - | - |",
    `| 1 | 2 | 3 | ${"x".repeat(84)} |`,
    "",
  ].join("\n");
  assert.deepEqual(await styleProblems(text), []);
});
