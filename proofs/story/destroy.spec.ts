import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { decide, type PolicyDocument } from "@pictor/testing";
import { cdktf, control, local, pictor, pid, place, run, runFile, terraform } from "./local-run";

const { stateBucket } = local;

/**
 * Seconds for which Lambda holds a deleted function's interfaces; in AWS up to 35 minutes. The provider waits until they
 * were free for three minutes, so `npm test` finds them free at once.
 */
const lingering = Number(process.env.LINGERING_INTERFACES_SECONDS ?? 0);

describe("in the end", () => {
  beforeAll(() => control.change("delays", { functionInterfaces: lingering }));

  it.each(["local", "local-data"])("cdktf destroys stack %s", (stack) => {
    const { status, stdout, stderr } = cdktf("destroy", stack, "--auto-approve");
    expect({ status, output: status === 0 ? "" : stdout + stderr }).toEqual({
      status: 0,
      output: "",
    });
  });

  it("deletes the interfaces that Lambda left, as the role that deploys may", async () => {
    const { operations } = await control.look<{ operations: Record<string, number> }>("violations");
    // One of the function in each subnet, which Lambda let go of.
    expect(operations["ec2.DeleteNetworkInterface"]).toBe(2);
    const account = JSON.parse(terraform("account", "state", "pull").stdout);
    const identity = deployPolicy(account);
    const interfaceArn = `arn:aws:ec2:${place.region}:${place.accountId}:network-interface/eni-1`;
    for (const action of ["ec2:DeleteNetworkInterface", "ec2:DetachNetworkInterface"]) {
      expect([action, await answer(identity, action, interfaceArn)]).toEqual([action, "Allowed"]);
    }
    expect(await answer(identity, "ec2:DescribeNetworkInterfaces", "*")).toBe("Allowed");
  });

  it("the account holds nothing but its own stack and the key that waits for its deletion", async () => {
    const ofAccount = terraform("account", "state", "pull").stdout;
    expect(ofAccount).toContain(`"${stateBucket}"`);
    const resources = await control.look<Record<string, string[]>>("resources");
    const { "kms.pendingDeletion": keys, ...rest } = resources;
    expect(keys).toHaveLength(1);
    expect(
      Object.values(rest)
        .flat()
        .filter((id) => !id.startsWith(stateBucket) && !ofAccount.includes(`"${id}"`)),
    ).toEqual([]);
  });

  it("no request of the whole run, from apply to destroy, was one that AWS's own models forbid", async () => {
    expect(await control.look("violations")).toMatchObject({
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

interface State {
  readonly resources: readonly {
    readonly type: string;
    readonly name: string;
    readonly instances: readonly { readonly attributes: { readonly policy: string } }[];
  }[];
}

/** All that the account's deploy role for the local environment is allowed, as it was applied. */
function deployPolicy({ resources }: State): PolicyDocument {
  const policies = resources.filter(
    ({ type, name }) => type === "aws_iam_policy" && name.startsWith("DeployLocal_"),
  );
  const documents = policies.map(
    ({ instances }) => JSON.parse(instances[0]?.attributes.policy ?? "{}") as PolicyDocument,
  );
  return { Version: "2012-10-17", Statement: documents.flatMap(({ Statement }) => Statement) };
}

function answer(identity: PolicyDocument, action: string, resource: string) {
  const { accountId, region } = place;
  const principal = `arn:aws:iam::${accountId}:role/pictor-${place.environment}-${region}-deploy`;
  const context = { "aws:ResourceTag/Environment": place.environment };
  return decide({ principal, action, resource, accountId, context }, { identity });
}

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
