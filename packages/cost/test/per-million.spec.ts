import * as fc from "fast-check";
import { hostingPrices, usdPerMillion } from "../src";

const positive = fc.double({ min: 0.01, max: 10_000, noNaN: true });

describe("dollars per million images", () => {
  it("are 63.89 over the images a second on an ml.m5.xlarge", () => {
    expect(usdPerMillion(hostingPrices["ml.m5.xlarge"].usd, 10)).toBeCloseTo(6.389, 3);
  });

  it("halve where twice as many are classified, and double where half the time is idle", () => {
    fc.assert(
      fc.property(positive, positive, (price, rate) => {
        const cost = usdPerMillion(price, rate);
        expect(usdPerMillion(price, 2 * rate)).toBeCloseTo(cost / 2, 6);
        expect(usdPerMillion(price, rate, 0.5) / cost).toBeCloseTo(2, 6);
      }),
    );
  });

  it("are refused where nothing is classified, or more than all the time", () => {
    expect(() => usdPerMillion(1, 0)).toThrow("'imagesPerSecond' must be more than 0, got 0");
    expect(() => usdPerMillion(1, Number.NaN)).toThrow("got NaN");
    expect(() => usdPerMillion(1, 1, 0)).toThrow("'share' must be above 0 and at most 1, got 0");
    expect(() => usdPerMillion(1, 1, 1.1)).toThrow("got 1.1");
  });
});
