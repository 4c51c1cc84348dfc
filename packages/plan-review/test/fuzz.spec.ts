import { fuzz } from "./fuzz";

/** Plans to mutate: the proof `plan-fuzz` asks for 10,000. */
const runs = Number(process.env.PICTOR_FUZZ_RUNS ?? 400);

describe("mutated plans", () => {
  it(
    "give a report or one clear error, and never a calm report of a destroyed bucket",
    () => {
      const { reviewed, refused, faults } = fuzz(runs, Number(process.env.PICTOR_FUZZ_SEED ?? 1));
      expect(faults).toEqual([]);
      // Both outcomes occur: the mutations neither break everything nor nothing.
      expect(Math.min(reviewed, refused)).toBeGreaterThan(runs / 10);
    },
    runs * 100,
  );
});
