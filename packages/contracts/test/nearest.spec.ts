import fc from "fast-check";
import { nearest, unknownName } from "../src";

const environments = ["local", "dev", "staging", "prod"];

describe("nearest", () => {
  it.each([
    ["prdo", "prod"],
    ["PROD", "prod"],
    ["prodd", "prod"],
    ["pord", "prod"],
    ["stagging", "staging"],
    ["stage", "staging"],
    ["lcoal", "local"],
    ["production", "prod"],
    ["loc", "local"],
    ["pr", undefined],
    ["x", undefined],
    ["", undefined],
    ["qa", undefined],
  ])("of %j is %j", (word, meant) => {
    expect(nearest(word, environments)).toBe(meant);
  });

  it("is a name itself, and one of which a character was inserted, left out or swapped", () => {
    const slip = fc.record({
      name: fc.constantFrom("staging", "serverless", "torchserve"),
      at: fc.nat(5),
      kind: fc.constantFrom("none", "insert", "omit", "swap"),
    });
    fc.assert(
      fc.property(slip, ({ name, at, kind }) => {
        const [before, here, next, rest] = [
          name.slice(0, at),
          name.slice(at, at + 1),
          name.slice(at + 1, at + 2),
          name.slice(at + 2),
        ];
        const middle = {
          none: here + next,
          insert: `${here}q${next}`,
          omit: next,
          swap: next + here,
        };
        const names = ["staging", "serverless", "torchserve"];
        expect(nearest(before + middle[kind] + rest, names)).toBe(name);
      }),
    );
  });

  it("is in a sentence where there is one", () => {
    expect(unknownName("environment", "prdo", environments)).toBe(
      "unknown environment 'prdo', did you mean 'prod'?",
    );
    expect(unknownName("environment", "qa", environments)).toBe("unknown environment 'qa'");
  });
});
