import { logGroupProblems, Synthesised, type TaggedChange, untagged } from "../src";

const stackOf = (...groups: readonly object[]) =>
  new Synthesised(
    JSON.stringify({
      resource: {
        aws_cloudwatch_log_group: Object.fromEntries(groups.map((group, i) => [`g${i}`, group])),
      },
    }),
  );

describe("logGroupProblems", () => {
  it("finds a group without a key, one without an end, and one that ends on another day", () => {
    const key = { kms_key_id: "arn" };
    expect(
      logGroupProblems(
        stackOf(
          { ...key, name: "good", retention_in_days: 30 },
          { name: "open", retention_in_days: 30 },
          { ...key, name: "endless" },
          { ...key, name: "short", retention_in_days: 14 },
        ),
        30,
      ),
    ).toEqual([
      "log group 'open' has no KMS key",
      "log group 'endless' keeps its entries for ever days, not for 30",
      "log group 'short' keeps its entries for 14 days, not for 30",
    ]);
  });
});

describe("untagged", () => {
  const planned = (address: string, after: object | null, unknown = {}): TaggedChange => ({
    address,
    mode: "managed",
    after,
    unknown,
  });

  it("finds what can be tagged and is not, or not with everything", () => {
    expect(
      untagged(
        [
          planned("a.tagged", { tags_all: { Project: "p", Environment: "e" } }),
          planned("a.half", { tags_all: { Project: "p" } }),
          planned("a.none", { tags_all: null }),
          planned("a.unknown", {}, { tags_all: true }),
          planned("a.untaggable", { name: "n" }),
          planned("a.deleted", null),
        ],
        ["Project", "Environment"],
      ),
    ).toEqual([
      "a.half lacks Environment",
      "a.none lacks Project, Environment",
      "a.unknown lacks Project, Environment",
    ]);
  });
});
