import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { createInterface } from "node:readline";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { stateBucketName } from "@pictor/contracts";
import { LocalAws } from "../shared/local-aws";
import { processesWith } from "../shared/processes";
import { until } from "../shared/until";

const account = { accountId: "111111111111", region: "us-east-1" };
const cli = join(__dirname, "..", "..", "packages", "cli", "dist", "main.js");

interface Step {
  readonly step: string;
  readonly status: string;
  readonly detail?: string;
}

interface Ended {
  readonly code: number | null;
  readonly steps: readonly Step[];
  readonly stderr: string;
}

describe("pictor account, with Terraform and a local AWS", () => {
  const directory = mkdtempSync(join(tmpdir(), "pictor-account-"));
  const home = mkdtempSync(join(tmpdir(), "pictor-home-"));
  const stack = join(home, "accounts", "111111111111-us-east-1", "stacks", "account");
  const file = join(stack, "terraform.account.tfstate");
  let aws: LocalAws;
  let lineage: string | undefined;

  /** Runs the command, and kills it as soon as `kills` says so of a step that has ended, or of anything else. */
  async function pictor(
    kills: { readonly after?: string; readonly when?: () => Promise<boolean> } = {},
    variables = aws.variables,
  ): Promise<Ended> {
    const child = spawn(process.execPath, [cli, "account", account.accountId, "--json"], {
      // All that it starts has this directory for temporary files, too: by that it is found.
      env: { ...variables, PICTOR_HOME: home, TMPDIR: home },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const steps: Step[] = [];
    let stderr = "";
    child.stderr.on("data", (data: Buffer) => {
      stderr += data;
    });
    createInterface({ input: child.stdout }).on("line", (line) => {
      const event = JSON.parse(line);
      if (event.event !== "step") return;
      steps.push(event);
      if (event.step === kills.after) child.kill("SIGKILL");
    });
    const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
    let over = false;
    ended.then(() => {
      over = true;
    });
    if (kills.when !== undefined) {
      const { when } = kills;
      await until(
        "it is to be killed",
        async () => over || (await when()),
        () => stderr,
      );
      child.kill("SIGKILL");
    }
    const code = await ended;
    // What it started ends by itself.
    await until("nothing of it runs", () => processesWith(basename(home)).length === 0);
    return { code, steps, stderr };
  }

  const names = ({ steps }: Ended) => steps.map(({ step }) => step);
  const detail = ({ steps }: Ended, name: string) =>
    steps.find(({ step }) => step === name)?.detail;

  function stateInFile(): {
    readonly lineage: string;
    readonly resources: readonly { readonly type: string; readonly name: string }[];
  } {
    return JSON.parse(readFileSync(file, "utf8"));
  }

  async function stateInBucket(): Promise<{ lineage: string; serial: number } | undefined> {
    try {
      const { Body } = await new S3Client(aws.client).send(
        new GetObjectCommand({ Bucket: stateBucketName(account), Key: "account.tfstate" }),
      );
      return JSON.parse((await Body?.transformToString()) ?? "");
    } catch {
      return undefined;
    }
  }

  beforeAll(async () => {
    aws = await LocalAws.start({ environment: "dev", ...account }, directory);
  });
  afterAll(async () => {
    await aws?.stop();
    for (const one of [directory, home]) rmSync(one, { recursive: true, force: true });
  });

  it("refuses credentials of another account before anything is written", async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), "pictor-elsewhere-"));
    const other = await LocalAws.start(
      { environment: "dev", ...account, accountId: "999999999999" },
      elsewhere,
    );
    try {
      const before = await other.inventory();
      const { code, stderr } = await pictor({}, other.variables);
      expect({ code, stderr }).toEqual({
        code: 1,
        stderr: expect.stringContaining(
          "credentials are of account 999999999999, not of 111111111111",
        ),
      });
      expect(await other.inventory()).toEqual(before);
    } finally {
      await other.stop();
      rmSync(elsewhere, { recursive: true, force: true });
    }
    expect(existsSync(file)).toBe(false);
  });

  it("killed before it began has created nothing", async () => {
    // As an apply leaves it that was killed with its machine, before it could write the policy down.
    await aws.query("iam", {
      Action: "CreatePolicy",
      Version: "2010-05-08",
      PolicyName: "pictor-dev-us-east-1-deploy-jobs",
      PolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }],
      }),
    });
    const before = await aws.inventory();
    const ended = await pictor({ after: "state" });
    expect(names(ended)).toEqual(["state"]);
    expect(await aws.inventory()).toEqual(before);
  });

  it("killed while Terraform creates, keeps what was created in its state", async () => {
    const bucket = async () =>
      JSON.stringify(await aws.inventory()).includes(stateBucketName(account));
    const ended = await pictor({ when: bucket });
    expect(names(ended)).toEqual(["state"]);
    const state = stateInFile();
    lineage = state.lineage;
    const addresses = state.resources.map(({ type, name }) => `${type}.${name}`);
    expect(addresses).toEqual(
      expect.arrayContaining([expect.stringMatching(/^aws_s3_bucket\.State_/)]),
    );
  });

  it("goes on with that state; killed after the apply, it has nothing left to apply", async () => {
    const ended = await pictor({ after: "apply" });
    expect(detail(ended, "state")).toMatch(/in a file/);
    expect(detail(ended, "apply")).toMatch(/ resources changed$/);
    expect(await stateInBucket()).toBeUndefined();
    expect(stateInFile().lineage).toBe(lineage);
  });

  it("killed as the state arrives in the bucket, goes on with the bucket's", async () => {
    const ended = await pictor({ when: async () => (await stateInBucket()) !== undefined });
    expect(detail(ended, "apply")).toBe("0 resources changed");
    expect((await stateInBucket())?.lineage).toBe(lineage);
    expect(existsSync(file)).toBe(true);
  });

  it.each(["apply", "verify"])(
    "killed after %s with the state in the bucket, changes nothing",
    async (after) => {
      const before = await stateInBucket();
      const ended = await pictor({ after });
      expect(detail(ended, "state")).toMatch(/^in pictor-state-/);
      expect(detail(ended, "apply")).toBe("0 resources changed");
      expect(await stateInBucket()).toEqual(before);
    },
  );

  it("comes to its end, and a second run changes nothing", async () => {
    const first = await pictor();
    expect(first).toMatchObject({ code: 0, stderr: "" });
    expect(names(first)).toEqual(["state", "apply", "verify"]);
    expect(existsSync(file)).toBe(false);
    const [inventory, state] = [await aws.inventory(), await stateInBucket()];
    const second = await pictor();
    expect(second).toMatchObject({ code: 0, stderr: "" });
    expect(detail(second, "apply")).toBe("0 resources changed");
    expect(await aws.inventory()).toEqual(inventory);
    expect(await stateInBucket()).toEqual(state);
    expect(state?.lineage).toBe(lineage);
  });
});
