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
    const alias = terraform("local-data", "state", "list")
      .stdout.split("\n")
      .find((address) => address.startsWith("aws_kms_alias.")) as string;
    const first = applyUntilAsked("local-data", `-replace=${alias}`);
    await first.asked;
    const second = terraform("local-data", "apply", "-input=false", "-no-color", "-auto-approve");
    expect(second.stderr).toContain("Error acquiring the state lock");
    expect(second.status).toBe(1);
    expect(await first.approve()).toBe(0);
    expect(terraform("local-data", "plan", "-input=false", "-detailed-exitcode").status).toBe(0);
  });
});

/** An apply that holds the lock while it waits for a yes. */
function applyUntilAsked(
  stack: string,
  ...options: readonly string[]
): { asked: Promise<void>; approve: () => Promise<number | null> } {
  const child = spawn("terraform", ["apply", "-no-color", ...options], {
    cwd: join(run.directory, "stacks", stack, "stacks", stack),
    env: { ...userVariables() },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const exitCode = new Promise<number | null>((resolve) => child.on("close", resolve));
  const asked = new Promise<void>((resolve, reject) => {
    child.stdout.on("data", (data: Buffer) => {
      if (data.includes("Enter a value:")) resolve();
    });
    child.on("close", (code) => reject(new Error(`it ended with ${code} and asked nothing`)));
  });
  const approve = () => {
    child.stdin.end("yes\n");
    return exitCode;
  };
  return { asked, approve };
}
