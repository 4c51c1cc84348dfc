import { readFileSync } from "node:fs";
import { join } from "node:path";
import { shippedTrafficOf } from "@pictor/cost";
import fc from "fast-check";
import { renderJson, reviewPlans } from "../../src";
import { reviewJsonSchema, reviewSchema } from "../../src/schemas";
import { fixtures } from "../hazards/fixtures";
import { planted } from "../planted";
import { writtenPlan } from "../written-plan";

const options = { today: "2026-11-29", traffic: shippedTrafficOf("idle") };

describe("the schema of a review", () => {
  it("is the published file", () => {
    const file = join(__dirname, "..", "..", "review.schema.json");
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(reviewJsonSchema());
  });

  it("takes every review, and nothing else beside", () => {
    const plans = Object.values(fixtures).flatMap(({ bad, near }) =>
      [...bad, ...near].map((changes) =>
        writtenPlan(
          changes.map((change, at) => ({ ...change, address: `${change.address}${at}` })),
        ),
      ),
    );
    for (const plan of plans) {
      const written = JSON.parse(renderJson(reviewPlans([{ name: "it", plan }], options)));
      expect(reviewSchema.safeParse(written).error).toBeUndefined();
      expect(reviewSchema.safeParse({ ...written, more: 1 }).success).toBe(false);
    }
    fc.assert(
      fc.property(planted, ({ json }) => {
        const written = JSON.parse(renderJson(reviewPlans([{ name: "it", plan: json }], options)));
        expect(reviewSchema.safeParse(written).error).toBeUndefined();
      }),
      { numRuns: 30 },
    );
  });
});
