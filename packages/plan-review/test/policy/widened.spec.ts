import fc from "fast-check";
import { matches } from "../../src/policy/covers";
import { readDocument, type Statement } from "../../src/policy/document";
import { widened } from "../../src/policy/widened";

type Written = Record<string, unknown>;
const read = (...statements: Written[]): readonly Statement[] =>
  readDocument(JSON.stringify({ Version: "2012-10-17", Statement: statements })) ?? [];

const allow: Written = {
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111111111111:role/reader" },
  Action: ["s3:GetObject", "s3:ListBucket"],
  Resource: ["arn:aws:s3:::b", "arn:aws:s3:::b/*"],
};
const deny: Written = {
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: "*",
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};

describe("widened", () => {
  it.each<[string, Written[], Written[]]>([
    ["a reordering", [allow, deny], [deny, allow]],
    [
      "a statement that is split",
      [allow],
      [
        { ...allow, Action: "s3:GetObject" },
        { ...allow, Action: "s3:ListBucket" },
      ],
    ],
    ["another spelling", [allow], [{ ...allow, Sid: "Read", Action: ["S3:getobject"] }]],
    ["a narrower action", [{ ...allow, Action: "s3:*" }], [{ ...allow, Action: "s3:Get*" }]],
    ["a narrower principal", [{ ...allow, Principal: "*" }], [allow]],
    [
      "a further condition",
      [allow],
      [{ ...allow, Condition: { StringEquals: { "aws:SourceVpce": "vpce-1" } } }],
    ],
    [
      "fewer values of a condition",
      [{ ...allow, Condition: { StringEquals: { "aws:SourceVpce": ["a", "b"] } } }],
      [{ ...allow, Condition: { StringEquals: { "aws:sourcevpce": "a" } } }],
    ],
    [
      "the same account in two spellings",
      [{ ...allow, Principal: { AWS: "111111111111" } }],
      [{ ...allow, Principal: { AWS: "arn:aws:iam::111111111111:root" } }],
    ],
    [
      "an allowance that is denied whole",
      [{ ...deny, Condition: {} }],
      [{ ...deny, Condition: {} }, allow],
    ],
  ])("sees no more rights in %s", (_, before, after) => {
    expect(widened(read(...before), read(...after))).toEqual([]);
  });

  it.each<[string, Written[], Written[], string]>([
    ["a new principal", [allow], [{ ...allow, Principal: "*" }], "anybody may now s3:getobject"],
    ["a new action", [allow], [{ ...allow, Action: "s3:*" }], "may now s3:*"],
    ["a wider resource", [allow], [{ ...allow, Resource: "*" }], "may now s3:getobject on *"],
    [
      "NotAction",
      [allow],
      [{ ...allow, Action: undefined, NotAction: "iam:*" }],
      "all except iam:*",
    ],
    [
      "NotPrincipal",
      [allow],
      [{ ...allow, Principal: undefined, NotPrincipal: "x" }],
      "all except x",
    ],
    [
      "a condition less",
      [{ ...allow, Condition: { StringEquals: { "aws:SourceVpce": "a" } } }],
      [allow],
      "may now s3:getobject",
    ],
    [
      "a value more",
      [{ ...allow, Condition: { StringEquals: { k: "a" } } }],
      [{ ...allow, Condition: { StringEquals: { k: ["a", "b"] } } }],
      "where k StringEquals a or b",
    ],
    [
      "an exception less of a negated condition",
      [{ ...allow, Condition: { StringNotEquals: { k: ["a", "b"] } } }],
      [{ ...allow, Condition: { StringNotEquals: { k: "a" } } }],
      "where k StringNotEquals a",
    ],
    ["a denial that is gone", [allow, deny], [allow], "anybody is no longer denied s3:*"],
    [
      "a denial that holds more rarely",
      [deny],
      [{ ...deny, Condition: { Bool: { "aws:SecureTransport": "false", "aws:x": "1" } } }],
      "no longer denied",
    ],
    ["an allowance that was a denial", [deny], [{ ...deny, Effect: "Allow" }], "may now"],
  ])("sees more rights in %s", (_, before, after, sentence) => {
    expect(widened(read(...before), read(...after)).join("\n")).toContain(sentence);
  });

  it("never calls a policy wider than itself", () => {
    const statement = fc.record({
      Effect: fc.constantFrom("Allow", "Deny"),
      Principal: fc.constantFrom("*", { AWS: "a" }, { Service: ["b", "c"] }),
      Action: fc.subarray(["s3:*", "s3:Get*", "iam:PassRole"], { minLength: 1 }),
      Resource: fc.subarray(["*", "a/*", "a?"], { minLength: 1 }),
      Condition: fc.constantFrom({}, { StringEquals: { k: ["x", "y"] } }, { Bool: { k: "true" } }),
    });
    fc.assert(
      fc.property(fc.array(statement), (statements) => {
        expect(widened(read(...statements), read(...[...statements].reverse()))).toEqual([]);
      }),
    );
  });
});

describe("matches", () => {
  it("is true only where every text of the narrow pattern is one of the wide pattern", () => {
    const pattern = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 5 });
    const text = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 6 });
    fc.assert(
      fc.property(pattern, pattern, fc.array(text, { minLength: 20 }), (wide, narrow, texts) => {
        if (!matches(wide, narrow)) return;
        for (const each of texts.filter((text) => matches(narrow, text))) {
          expect([wide, narrow, each, matches(wide, each)]).toEqual([wide, narrow, each, true]);
        }
      }),
      { numRuns: 300 },
    );
  });
});
