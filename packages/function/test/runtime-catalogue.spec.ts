import fc from "fast-check";
import { endOfSupportWarning, runtimeCatalogue } from "../src";

const day = 86_400_000;
const iso = (time: number) => new Date(time).toISOString().slice(0, 10);
const end = Date.parse(runtimeCatalogue["nodejs22.x"].end);

describe("a warning of a runtime's end", () => {
  it("comes in the last 180 days and ever after, never before", () => {
    fc.assert(
      fc.property(fc.integer({ min: -2000, max: 2000 }), (daysLeft) => {
        const warning = endOfSupportWarning("nodejs22.x", iso(end - daysLeft * day));
        expect(warning !== undefined).toBe(daysLeft <= 180);
      }),
    );
  });

  it("says what follows, and where that stands", () => {
    expect(endOfSupportWarning("nodejs22.x", "2027-05-02")).toMatch(
      /^Lambda runtime 'nodejs22.x' has had no patches since 2027-04-30: .*provider 6 \(https:/,
    );
  });
});
