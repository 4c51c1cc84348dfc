import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { LocalAws } from "../shared/local-aws";
import { synthesiseInvocation } from "./invocation-stack";

const place = { environment: "invocation", accountId: "999999999999", region: "us-east-1" };

describe("a function that Terraform itself invokes, on a local AWS", () => {
  let directory: string;
  let aws: LocalAws;
  let before: unknown;

  const synthesise = (spec: string) =>
    synthesiseInvocation(place, { outdir: join(directory, "cdktf.out"), spec });

  /** What Terraform called the function with. */
  const calls = (): readonly unknown[] => {
    const log = join(directory, "aws", "logs", "lambda", "called.log");
    const lines = existsSync(log) ? readFileSync(log, "utf8").split("\n") : [];
    return lines.flatMap((line) => {
      const [, event] = line.split("CALLED {");
      return event === undefined ? [] : [JSON.parse(`{${event}`)];
    });
  };

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "pictor-invocation-"));
    aws = await LocalAws.start(place, directory);
    before = await aws.inventory();
  });

  afterAll(async () => {
    await aws?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it("is applied with its parameters, one of them of 8 KB, and then Terraform has nothing left to do", async () => {
    synthesise("1".repeat(8192));
    const stack = aws.terraform("invocation");
    await stack.init();
    await stack.apply();
    expect(calls()).toMatchObject([{ kind: "kick", spec: 1, tf: { action: "create" } }]);
    expect(await stack.hasChanges()).toBe(false);
  });

  it("leaves to others what they write into a parameter, and reads it", async () => {
    await new SSMClient(aws.client).send(
      new PutParameterCommand({
        Name: "/pictor/invocation/state",
        Value: '{"mode":"serverless"}',
        Overwrite: true,
      }),
    );
    const stack = aws.terraform("invocation");
    await stack.apply();
    expect(await stack.outputs()).toMatchObject({ written: '{"mode":"serverless"}' });
    expect(calls()).toHaveLength(1);
  });

  it("fails where the function fails, in the function's words", async () => {
    synthesise("2");
    await expect(aws.terraform("invocation").apply()).rejects.toThrow(/the spec is not valid/);
    expect(calls()).toMatchObject([{}, { spec: 2, tf: { action: "update" } }]);
  });

  it("is invoked once more when it is destroyed, and leaves nothing behind", async () => {
    await aws.terraform("invocation").destroy();
    expect(calls()).toMatchObject([{}, {}, { tf: { action: "delete" } }]);
    expect(await aws.inventory()).toEqual(before);
    expect(await aws.look("violations")).toMatchObject({ findings: [], notUnderstood: [] });
  });
});
