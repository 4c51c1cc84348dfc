import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetFunctionConcurrencyCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { names } from "@pictor/contracts";
import { type ApiStackOptions, synthesiseApi } from "../shared/api-stack";
import { Hand } from "../shared/hand";
import { LocalAws } from "../shared/local-aws";
import { applyPlanned, planned } from "../shared/planned";

const place = { environment: "taint", accountId: "555555555555", region: "us-east-1" };

let directory: string;
let aws: LocalAws;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "pictor-first-creation-"));
  aws = await LocalAws.start(place, directory);
  synthesise({});
  await aws.terraform("api").init();
});

const synthesise = (options: Pick<ApiStackOptions, "accountConcurrency">): void =>
  synthesiseApi(place, {
    outdir: join(directory, "cdktf.out"),
    target: { name: "somewhere", kind: "realTime", timeoutMs: 3_000 },
    sagemakerUrl: "http://127.0.0.1:9",
    api: { auth: { kind: "iam" } },
    ...options,
  });

afterAll(async () => {
  await aws?.stop();
  rmSync(directory, { recursive: true, force: true });
});

describe("a function whose first creation fails half way", () => {
  const lambdaQuota = (limit: number) =>
    new Hand(aws.client, join(directory, "aws")).change("quotas/lambda", {
      "Concurrent executions": limit,
    });
  const reserved = async () => {
    const command = new GetFunctionConcurrencyCommand({
      FunctionName: names(place).predictFunction,
    });
    return (await new LambdaClient(aws.client).send(command)).ReservedConcurrentExecutions;
  };

  it("is there, and tainted: Lambda created it and refused its reserved concurrency", async () => {
    await lambdaQuota(10);
    await expect(aws.terraform("api").apply()).rejects.toThrow(/below its minimum value of \[10\]/);
    expect(planned(aws)["aws_lambda_function.Predict"]).toEqual(["delete", "create"]);
  });

  it("is created by the next apply, which reserves nothing once accountConcurrency is the account's 10", async () => {
    synthesise({ accountConcurrency: 10 });
    await aws.terraform("api").apply();
    expect(await aws.terraform("api").hasChanges()).toBe(false);
    expect(await reserved()).toBeUndefined();
  });

  it("reserves its concurrency in place, once the account has more", async () => {
    await lambdaQuota(1000);
    synthesise({});
    expect(planned(aws)).toEqual({ "aws_lambda_function.Predict": ["update"] });
    applyPlanned(aws);
    expect(await aws.terraform("api").hasChanges()).toBe(false);
    expect(await reserved()).toBeGreaterThan(10);
  });
});

describe("a change of the function's code", () => {
  it("changes the function and its alias, and deploys no API", () => {
    const stack = join(directory, "cdktf.out", "stacks", "api", "cdk.tf.json");
    const text = readFileSync(stack, "utf8");
    const changed = text.replace(/("source_code_hash": )"[^"]*"/, '$1"Y2hhbmdlZA=="');
    expect(changed).not.toBe(text);
    writeFileSync(stack, changed);
    expect(planned(aws)).toEqual({
      "aws_lambda_alias.Predict_Alias": ["update"],
      "aws_lambda_function.Predict": ["update"],
    });
  });
});
