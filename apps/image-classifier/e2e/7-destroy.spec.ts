import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { cdktf, local, pictor, pid, run, runFile, terraform } from "./local-run";

const { stateBucket } = local;

describe("in the end", () => {
  it.each(["local", "local-data"])("cdktf destroys stack %s", (stack) => {
    const { status, stdout, stderr } = cdktf("destroy", stack, "--auto-approve");
    expect({ status, output: status === 0 ? "" : stdout + stderr }).toEqual({
      status: 0,
      output: "",
    });
  });

  it("the account holds nothing but its own stack and the key that waits for its deletion", async () => {
    const ofAccount = terraform("account", "state", "pull").stdout;
    expect(ofAccount).toContain(`"${stateBucket}"`);
    const resources = await (await fetch(`${run.emulator.url}/_pictor/resources`)).json();
    const { "kms.pendingDeletion": keys, ...rest } = resources as Record<string, string[]>;
    expect(keys).toHaveLength(1);
    expect(
      Object.values(rest)
        .flat()
        .filter((id) => !id.startsWith(stateBucket) && !ofAccount.includes(`"${id}"`)),
    ).toEqual([]);
  });

  it("no request of the whole run, from apply to destroy, was one that AWS's own models forbid", async () => {
    const answer = await (await fetch(`${run.emulator.url}/_pictor/violations`)).json();
    expect(answer).toMatchObject({
      findings: [],
      notUnderstood: [],
      forgotten: 0,
      operations: { "sagemaker.CreateEndpoint": expect.any(Number) },
    });
  });

  it("pictor stop ends every process of the run and forgets it", async () => {
    expect(pictor("stop").status).toBe(0);
    expect(existsSync(runFile)).toBe(false);
    const { stdout } = spawnSync("ps", ["-eo", "pid,args"], { encoding: "utf8" });
    expect(stdout.split("\n").filter((line) => line.includes(run.directory))).toEqual([]);
    expect(await endsSoon(pid)).toBe(true);
  });
});

/** The process is this one's child: it is there until this one has taken notice of its end. */
async function endsSoon(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 50; tries += 1) {
    try {
      process.kill(pid, 0);
    } catch {
      return true;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}
