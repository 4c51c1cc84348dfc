import { attributeChanges } from "../../src/diff/attributes";

const texts = (before: unknown, after: unknown, unknown: unknown = {}) =>
  attributeChanges({ before, after, unknown }).map(
    ({ path, before, after }) => `${path}: ${before ?? "-"} -> ${after ?? "-"}`,
  );

describe("attributeChanges", () => {
  it("shows added, removed and changed attributes, and none that stay", () => {
    expect(texts({ a: 1, b: "x", c: true, n: null }, { a: 2, c: true, d: ["y"] })).toEqual([
      "a: 1 -> 2",
      'b: "x" -> -',
      'd[]: - -> "y"',
    ]);
  });

  it("shows what is unknown as unknown, in objects and lists too", () => {
    expect(
      texts(
        { id: "1", list: ["a"], block: [{ x: 1 }] },
        { list: ["a"], block: [{}] },
        {
          id: true,
          list: [false, true],
          block: [{ x: true }],
        },
      ),
    ).toEqual([
      'id: "1" -> (known after apply)',
      "list[]: - -> (known after apply)",
      "block[0].x: 1 -> (known after apply)",
    ]);
  });

  it("matches items by their key, wherever they stand", () => {
    const before = {
      rules: [
        { name: "a", port: 1 },
        { name: "b", port: 2 },
      ],
    };
    const after = {
      rules: [
        { name: "b", port: 3 },
        { name: "c", port: 4 },
        { name: "a", port: 1 },
      ],
    };
    expect(texts(before, after)).toEqual([
      "rules[name=b].port: 2 -> 3",
      'rules[name=c].name: - -> "c"',
      "rules[name=c].port: - -> 4",
    ]);
  });

  it("compares lists of values as sets, with how often each is there, and names a new order", () => {
    expect(texts({ l: ["a", "b", "b"] }, { l: ["b", "c", "a"] })).toEqual([
      'l[]: "b" -> -',
      'l[]: - -> "c"',
    ]);
    expect(texts({ l: [1, 2] }, { l: [2, 1] })).toEqual(["l[]: in another order -> reordered"]);
  });

  it("compares JSON texts by value", () => {
    expect(texts({ d: '{"a":1,"b":2}' }, { d: '{ "b": 3, "a": 1 }' })).toEqual([
      "d(json).b: 2 -> 3",
    ]);
    expect(texts({ d: '{"a":1,"b":2}' }, { d: '{"b":2,"a":1}' })).toEqual([
      "d: the same JSON -> written differently",
    ]);
  });

  it("shows a policy as statements: added, removed, widened, narrowed", () => {
    const statement = (Sid: string, Action: string | string[], Effect = "Allow") => ({
      Sid,
      Effect,
      Action,
      Resource: "*",
    });
    const policy = (...Statement: unknown[]) => ({ policy: JSON.stringify({ Statement }) });
    const [change] = attributeChanges({
      before: policy(statement("A", "s3:Get*"), statement("B", "s3:*"), statement("Gone", "sns:*")),
      after: policy(
        statement("B", "s3:Put*"),
        statement("A", ["s3:Get*", "kms:*"]),
        statement("New", "sqs:*"),
      ),
      unknown: {},
    });
    expect(change?.statements?.map(({ change, statement }) => `${change} ${statement}`)).toEqual([
      "narrowed B: Allow s3:put* on *",
      "widened A: Allow s3:get*, kms:* on *",
      "added New: Allow sqs:* on *",
      "removed Gone: Allow sns:* on *",
    ]);
    expect(change?.statements?.[1]?.wider).toEqual(["its holder may now kms:* on *"]);
  });

  it("marks what forces a replacement, also where the value does not show it", () => {
    const changes = attributeChanges(
      { before: { a: 1, b: { c: 1 } }, after: { a: 2, b: { c: 2 } }, unknown: {} },
      [["b", "c"], ["hidden"]],
    );
    expect(changes.filter(({ forcesReplacement }) => forcesReplacement)).toEqual([
      { path: "b.c", before: "1", after: "2", forcesReplacement: true },
      { path: "hidden", forcesReplacement: true },
    ]);
  });

  it("cuts a value that is megabytes long", () => {
    const [change] = attributeChanges({ before: {}, after: { a: "x".repeat(1e6) }, unknown: {} });
    expect(change?.after?.length).toBeLessThan(5000);
    expect(change?.after).toMatch(/… \(\d+ more characters\)$/);
  });
});
