import fc from "fast-check";
import { replacerOf } from "../../src/redact/search";
import { mayNameSecret, secrecyOfName } from "../../src/redact/secret-names";

/** Few characters: texts repeat. */
const repetitive = fc.string({
  unit: fc.constantFrom("a", "b", "é", "€", "😀", "."),
  maxLength: 80,
});

/** Parts of a text, which overlap and begin alike. */
const partsOf = (text: string) =>
  fc.array(
    fc
      .tuple(fc.nat(text.length), fc.integer({ min: 5, max: 14 }))
      .map(([from, length]) => text.slice(from, from + length)),
    { maxLength: 12 },
  );

/** What a regular expression of all texts replaces, the longest first. */
function expected(text: string, searched: readonly string[]): string {
  const longestFirst = searched
    .filter(({ length }) => length >= 8)
    .sort((a, b) => b.length - a.length);
  if (longestFirst.length === 0) return text;
  return text.replaceAll(
    new RegExp(longestFirst.map((each) => each.replaceAll(".", "\\.")).join("|"), "g"),
    "X",
  );
}

describe("replacerOf", () => {
  it("replaces what a regular expression of all the texts replaces", () => {
    fc.assert(
      fc.property(
        repetitive.chain((text) => fc.tuple(fc.constant(text), partsOf(text))),
        ([text, searched]) => {
          expect(replacerOf(searched, "X")(text)).toBe(expected(text, searched));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("does not search for short texts, and replaces one at each end", () => {
    const replace = replacerOf(["short", "long enough"], "X");
    expect(replace("long enough, short, long enough")).toBe("X, short, X");
  });

  it("tells texts apart that begin alike", () => {
    const replace = replacerOf(["beginning one", "beginning two"], "X");
    expect(replace("beginning three, beginning two")).toBe("beginning three, X");
  });
});

describe("mayNameSecret", () => {
  it("is true of every text that holds the name of a secret", () => {
    const words = ["db", "api", "key", "Password", "secret", "token", "connection", "string", "2"];
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 4 }),
        fc.constantFrom("", "_", "-", "."),
        (parts, separator) => {
          const name = parts.join(separator);
          fc.pre(secrecyOfName(name) !== "none");
          expect(mayNameSecret(JSON.stringify({ [name]: 1 }))).toBe(true);
        },
      ),
    );
  });
});
