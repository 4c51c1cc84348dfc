import * as fc from "fast-check";
import {
  apiAccessLogName,
  brandKey,
  brandOf,
  brandTitle,
  capacityMetrics,
  problemType,
  routingMetrics,
} from "../src/index";

const constructIn = (context: Readonly<Record<string, unknown>>) => ({
  node: { tryGetContext: (key: string) => context[key] },
});
const brand = fc
  .stringMatching(/^[a-z][a-z0-9-]{0,30}[a-z0-9]$/)
  .filter((word) => word !== "aws" && word !== "urn");

describe("brandOf", () => {
  it("returns the word of the context, and 'pictor' where there is none", () => {
    expect(brandOf(constructIn({ [brandKey]: "acme" }))).toBe("acme");
    expect(brandOf(constructIn({}))).toBe("pictor");
  });

  it.each([
    ["", "''"],
    ["a", "'a'"],
    ["Acme", "'Acme'"],
    ["2cv", "'2cv'"],
    ["acme-", "'acme-'"],
    ["acme corp", "'acme corp'"],
    ["acme/vision", "'acme/vision'"],
    ["aws", "'aws'"],
    ["urn", "'urn'"],
    ["a".repeat(33), `'${"a".repeat(33)}'`],
    [["$", "{TfToken[TOKEN.1]}"].join(""), "a token"],
    [7, "7"],
    [false, "false"],
  ])("refuses %p, and says what is allowed", (value, got) => {
    expect(() => brandOf(constructIn({ [brandKey]: value }))).toThrow(
      `context '@pictor/contracts:brand' must be 2 to 32 lower-case letters, digits and hyphens, a letter first, no hyphen last, and not 'aws' or 'urn', got ${got}`,
    );
  });

  it("makes log groups, namespaces and problem types that AWS and RFC 8141 accept", () => {
    fc.assert(
      fc.property(brand, (word) => {
        expect(brandOf(constructIn({ [brandKey]: word }))).toBe(word);
        expect(apiAccessLogName("a".repeat(255), word)).toMatch(/^\/(?!aws\/)[\w./#-]{1,511}$/);
        expect(brandTitle(word)).toMatch(/^(?!AWS\/)[\w./#-]{1,255}$/);
        expect(problemType("throttled", word)).toMatch(
          /^urn:(?!urn:)[a-z0-9][a-z0-9-]{0,30}[a-z0-9]:problem:[a-z-]+$/,
        );
      }),
    );
  });
});

describe("what has no brand of its own", () => {
  it("keeps the names of before: another one is a destroyed log, and an alarm on nothing", () => {
    expect(apiAccessLogName("birds")).toBe("/pictor/birds/api-access");
    expect(problemType("throttled")).toBe("urn:pictor:problem:throttled");
    expect(routingMetrics("birds", []).requests.namespace).toBe("Pictor");
    expect(capacityMetrics("birds").heartbeat.namespace).toBe("Pictor");
  });
});

describe("metrics of a brand", () => {
  it("are in its namespace, those of targets as well", () => {
    const { targets, ...own } = routingMetrics("birds", ["one"], "acme");
    const all = [
      ...Object.values(own),
      ...Object.values(targets.one ?? {}),
      ...Object.values(capacityMetrics("birds", "acme")),
    ];
    expect(new Set(all.map(({ namespace }) => namespace))).toEqual(new Set(["Acme"]));
  });
});
