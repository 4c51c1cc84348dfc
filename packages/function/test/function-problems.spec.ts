import { synthesise } from "@pictor/testing";
import { TerraformVariable } from "cdktf";
import { HardenedFunction, type HardenedFunctionProps } from "../src";
import { build, encryptionKey } from "./built";

/** What a variable named `later` becomes. */
const expression = ["$", "{var.later}"].join("");

const problems = (changes: Partial<HardenedFunctionProps>) => build(changes).only.node.validate();

describe("props of a HardenedFunction", () => {
  it.each<[Partial<HardenedFunctionProps>, RegExp]>([
    [{ region: "Frankfurt" }, /^region 'Frankfurt' must be an AWS region's code$/],
    [{ accountId: "12" }, /^accountId '12' must be twelve digits$/],
    [{ functionName: "my fun" }, /^functionName is 'my fun', it must be letters, digits, hyphens/],
    [{ functionName: "" }, /^functionName is '', it must be letters/],
    [{ logRetentionDays: 29 }, /^logRetentionDays must be one of 1, 3, .*, got 29$/],
    [{ logRetentionDays: Number.NaN }, /^logRetentionDays must be one of .*, got NaN$/],
    [{ encryptionKey: { arn: "not-an-arn" } }, /^encryptionKey.arn 'not-an-arn' must be the ARN/],
    [{ description: "d".repeat(257) }, /^description has 257 characters, Lambda takes 256$/],
    [{ environment: { "a-b": "" } }, /^environment has 'a-b': a name is letters, digits/],
    [{ environment: { AWS_REGION: "x" } }, /^environment has 'AWS_REGION', which Lambda sets/],
    [{ environment: { BIG: "x".repeat(4_094) } }, /^environment has 4097 bytes, Lambda takes 4096/],
    [{ alias: { name: "1", description: "d" } }, /^alias.name is '1', it must be 1 to 128/],
    [{ timeoutSeconds: 1.5 }, /^timeoutSeconds is 1.5, it must be a whole number from 1/],
    [{ memoryMiB: Number.NaN }, /^memoryMiB is NaN, it must be a whole number from 128/],
    [{ today: "soon" }, /^today must be a day such as '2026-11-28', got 'soon'/],
  ])("refuses %j", (changes, problem) => {
    expect(problems(changes)).toEqual([expect.stringMatching(problem)]);
  });

  it("takes the longest name with which its role fits, by the region", () => {
    const region = "ap-southeast-1";
    expect(problems({ functionName: "f".repeat(51) })).toEqual([]);
    expect(problems({ functionName: "f".repeat(52) })).toEqual([
      `functionName '${"f".repeat(52)}' has 52 characters, at most 51 fit: its role is named '<functionName>-eu-central-1', and IAM takes 64`,
    ]);
    expect(problems({ region, functionName: "f".repeat(49) })).toEqual([]);
    expect(problems({ region, functionName: "f".repeat(50) })).toHaveLength(1);
  });

  it("carries a number of a variable through, and wants names as literals", () => {
    const built: HardenedFunction[] = [];
    const out = synthesise((stack) => {
      const later = new TerraformVariable(stack, "later", { type: "number" });
      built.push(
        new HardenedFunction(stack, "Clean", {
          ...{ accountId: "123456789012", region: "eu-central-1", encryptionKey },
          functionName: later.stringValue,
          description: later.stringValue,
          code: { path: __filename, hash: "aGFzaA==" },
          logRetentionDays: later.numberValue,
          timeoutSeconds: later.numberValue,
          memoryMiB: later.numberValue,
          reservedConcurrency: later.numberValue,
          environment: { LATER: later.stringValue },
          today: "2026-01-01",
        }),
      );
    });
    expect(out.single("aws_lambda_function")).toMatchObject({
      ...{ timeout: expression, memory_size: expression, description: expression },
      reserved_concurrent_executions: expression,
      environment: { variables: { LATER: expression } },
    });
    expect(out.single("aws_cloudwatch_log_group").retention_in_days).toBe(expression);
    expect(built.flatMap((one) => one.node.validate())).toEqual([
      "functionName must be a literal, got a token: the names of its role and log group contain it",
    ]);
  });
});
