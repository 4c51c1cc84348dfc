import { readFileSync } from "node:fs";
import { join } from "node:path";
import { priceOf } from "../../src";
import { billOf, ref, usdOf } from "../stack";

const rule = (changes: object = {}) => ({
  id: "intelligent-tiering",
  status: "Enabled",
  transition: [{ days: 0, storage_class: "INTELLIGENT_TIERING" }],
  ...changes,
});
const bucketWith = (rules: unknown) => ({
  aws_s3_bucket: { B: { bucket: "pictures" } },
  aws_s3_bucket_lifecycle_configuration: {
    L: { bucket: ref("aws_s3_bucket.B.id"), rule: rules },
  },
});
const itemsOf = (...args: Parameters<typeof billOf>) =>
  billOf(...args).lines.map(({ item }) => item);
/** A hundred thousand pictures. */
const pictures = { storedGb: 20, imageBytes: 200_000 };

describe("a bucket whose objects enter Intelligent-Tiering", () => {
  it("costs what Standard costs, the watching of each object, and its move", () => {
    const bill = billOf(bucketWith([rule()]), pictures);
    expect(usdOf(bill, "watches")).toBeCloseTo(0.25, 6);
    expect(usdOf(bill, "moved")).toBeCloseTo(1, 6);
    expect(bill.usd.expected).toBeCloseTo(20 * 0.023 + 0.25 + 1, 6);
  });

  it("has smaller pictures in Standard, which nobody watches", () => {
    const bill = billOf(bucketWith([rule()]), { ...pictures, imageBytes: 131_071 });
    expect(bill.usd.expected).toBeCloseTo(20 * 0.023, 6);
    expect(itemsOf(bucketWith([rule()]), { ...pictures, imageBytes: 131_072 })).toHaveLength(3);
  });

  it.each([
    ["that is off", [rule({ status: "Disabled" })]],
    ["of another class", [rule({ transition: [{ days: 30, storage_class: "STANDARD_IA" }] })]],
    ["that deletes", [rule({ transition: undefined, expiration: [{ days: 30 }] })]],
    ["that only an apply knows", ref("var.rules")],
  ])("is none by a rule %s", (_, rules) => {
    expect(itemsOf(bucketWith(rules), pictures)).toHaveLength(1);
  });
});

describe("docs/costs.md", () => {
  it("has the sizes from which watching an object pays", () => {
    const text = readFileSync(join(__dirname, "../../../../docs/costs.md"), "utf8");
    const usd = (name: "frequent-gb-month" | "infrequent-gb-month" | "archive-instant-gb-month") =>
      priceOf("us-east-1", `s3-intelligent-tiering-${name}`)?.tiers[0]?.usd ?? 0;
    const watching =
      priceOf("us-east-1", "s3-intelligent-tiering-object-month")?.tiers[0]?.usd ?? 0;
    const kilobytes = (tier: Parameters<typeof usd>[0]) =>
      Math.round((watching / (usd("frequent-gb-month") - usd(tier))) * 1e6);
    expect(text.replaceAll(/\s+/g, " ")).toContain(
      `from ${kilobytes("infrequent-gb-month")} KB on after 30 days without a read, and from ${kilobytes("archive-instant-gb-month")} KB on after 90`,
    );
  });
});
