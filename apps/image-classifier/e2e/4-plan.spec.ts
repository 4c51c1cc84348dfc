import { spawn } from "node:child_process";
import { join } from "node:path";
import { cdktf, run, terraform, userVariables } from "./local-run";

const stacks = ["local-data", "local"];

describe("right after it was applied", () => {
  it.each(stacks)("stack %s has nothing to change", (stack) => {
    const { status, stdout, stderr } = terraform(
      stack,
      "plan",
      "-input=false",
      "-no-color",
      "-detailed-exitcode",
    );
    expect({ status, changes: status === 0 ? "" : stdout + stderr }).toEqual({
      status: 0,
      changes: "",
    });
  });

  it.each(stacks)("cdktf, which synthesises %s itself, sees no change either", (stack) => {
    const { status, stdout, stderr } = cdktf("diff", stack);
    expect(stdout + stderr).toContain("No changes.");
    expect(status).toBe(0);
  });
});

describe("a user's own cdktf", () => {
  it("deploys onto what pictor start deployed, and changes nothing", () => {
    const { status, stdout, stderr } = cdktf("deploy", "local-data", "--auto-approve");
    expect(stdout + stderr).toMatch(/No changes\.|0 added, 0 changed, 0 destroyed/);
    expect(status).toBe(0);
  });
});

describe("two applies of one stack at once", () => {
  it("are one apply: the second is refused by the lock, and works afterwards", async () => {
    const first = applyWhile("local-data");
    await first.locked;
    const second = terraform("local-data", "apply", "-input=false", "-no-color", "-auto-approve");
    expect(second.stderr).toContain("Error acquiring the state lock");
    expect(second.status).toBe(1);
    expect(await first.exitCode).toBe(0);
    expect(terraform("local-data", "plan", "-input=false", "-detailed-exitcode").status).toBe(0);
  });
});

/** An apply in the background; `locked` once it holds the lock, which it lets go of when it is done. */
function applyWhile(stack: string): { locked: Promise<void>; exitCode: Promise<number | null> } {
  const child = spawn("terraform", ["apply", "-input=false", "-json", "-auto-approve"], {
    cwd: join(run.directory, "stacks", stack, "stacks", stack),
    env: { ...userVariables() },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exitCode = new Promise<number | null>((resolve) => child.on("close", resolve));
  const locked = new Promise<void>((resolve) => {
    // Refreshing begins when the lock is held.
    child.stdout.on("data", (data: Buffer) => {
      if (data.includes('"refresh_start"')) resolve();
    });
  });
  return { locked, exitCode };
}
