import { hostingPrices } from "../src";

describe("the hosting prices", () => {
  it("say where and when each was read", () => {
    for (const price of Object.values(hostingPrices)) {
      expect(price.source).not.toBe("");
      expect(price.read).toMatch(/^\d{4}-\d{2}(-\d{2})?$/);
    }
  });

  it("grow with the size of a family", () => {
    const { "ml.m5.large": large, "ml.m5.xlarge": xlarge, "ml.m5.2xlarge": double } = hostingPrices;
    expect(xlarge.usd / large.usd).toBeCloseTo(2, 1);
    expect(double.usd / xlarge.usd).toBeCloseTo(2, 1);
  });
});
