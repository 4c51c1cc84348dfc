import { limits, type Target } from "@pictor/contracts";
import { timeoutChainProblems } from "../../src";

const target: Target = { name: "one", kind: "realTime", timeoutMs: 3_000 };

describe("timeoutChainProblems", () => {
  it("wants every link shorter than the one around it", () => {
    const outer = { gateway: 4, lambda: 3, router: 2 };
    expect(timeoutChainProblems([{ ...target, timeoutMs: 1 }], outer)).toEqual([]);
    expect(timeoutChainProblems([], { ...outer, lambda: 4 })).toEqual([
      expect.stringMatching(/^time-out of lambda is 4 ms.*4 ms of gateway$/),
    ]);
    expect(timeoutChainProblems([], { ...outer, router: 3 })).toEqual([
      expect.stringMatching(/^time-out of router is 3 ms.*3 ms of lambda$/),
    ]);
  });

  it("holds for the limits that everything uses", () => {
    const { realTime, serverless } = limits.timeoutMs;
    const targets = [realTime, serverless].map((timeoutMs) => ({ ...target, timeoutMs }));
    expect(timeoutChainProblems(targets)).toEqual([]);
  });
});
