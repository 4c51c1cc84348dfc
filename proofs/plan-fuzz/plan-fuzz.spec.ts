import { spawnSync } from "node:child_process";
import { join } from "node:path";

const root = join(__dirname, "..", "..");

/** Runs the package's own fuzz test, which mutates 400 plans in `npm test`, with more of them. */
function fuzz(runs: number, seed: number) {
  return spawnSync(
    process.execPath,
    [join(root, "tooling/jest-preset/node_modules/jest/bin/jest.js"), "test/fuzz.spec.ts"],
    {
      cwd: join(root, "packages", "plan-review"),
      env: {
        ...process.env,
        PATH: `${join(root, "node_modules", ".bin")}:${process.env.PATH}`,
        PICTOR_FUZZ_RUNS: String(runs),
        PICTOR_FUZZ_SEED: String(seed),
      },
      encoding: "utf8",
    },
  );
}

describe("ten thousand mutated plans", () => {
  it("give a report or one clear error, and never a calm report of a destroyed bucket", () => {
    const { status, stderr } = fuzz(10_000, 20261129);
    expect(stderr).toContain("1 passed, 1 total");
    expect(status).toBe(0);
  });
});
