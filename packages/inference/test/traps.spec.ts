import { realTime, serverless } from "./built";
import { naive } from "./naive";
import { traps } from "./traps";

const stacks = {
  "a real-time endpoint": (instanceType: "ml.m5.xlarge" | "ml.c6i.xlarge") =>
    realTime({ instanceType }).out,
  "a serverless endpoint": () => serverless().out,
};

describe.each(traps.map((trap) => [trap.number, trap.name, trap] as const))(
  "trap %d, %s",
  (_, __, { findIn, naively }) => {
    it.each(Object.entries(stacks))("is not in %s", (_name, build) => {
      expect(findIn(build("ml.m5.xlarge"), build("ml.m5.xlarge"), build("ml.c6i.xlarge"))).toEqual(
        [],
      );
    });

    it("is in what the naive version synthesises, each form of it", () => {
      expect(findIn(naive(), naive(), naive()).sort()).toEqual([...naively].sort());
    });
  },
);

describe("trap 5, a burstable instance type", () => {
  it("is refused where anything scales, and taken where nothing does", () => {
    const problems = (instances: { min: number; max: number }) =>
      realTime({ instanceType: "ml.t2.medium", instances }).endpoint.node.validate();
    expect(problems({ min: 2, max: 4 })).toEqual([
      expect.stringMatching(/ml.t2.medium is burstable.*instances.min and instances.max equal/),
    ]);
    expect(problems({ min: 2, max: 2 })).toEqual([]);
  });
});
