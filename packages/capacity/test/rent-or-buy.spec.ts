import fc from "fast-check";
import { rentOrBuy } from "../src";
import { play, staticBills } from "./model";
import { dwellUsd, policyOf, prices, requestsOf, traces } from "./policies";

describe("rent or buy", () => {
  it("is bounded on 1,000 traces: 2 × the cheaper of always on and serverless only, and one dwell", () => {
    fc.assert(
      fc.property(prices, traces, (of, trace) => {
        const policy = policyOf(of);
        const requests = requestsOf(trace, of);
        const { minutes, usd } = play({ policy, requests, isClosed: true });
        const { alwaysOn, serverless } = staticBills({ policy, requests }, minutes);
        expect(usd).toBeLessThanOrEqual(
          rentOrBuy(policy).factor * Math.min(alwaysOn, serverless) + dwellUsd(policy) + 1e-9,
        );
      }),
      { numRuns: 1000 },
    );
  });
});
