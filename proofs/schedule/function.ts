import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import type { TerraformStack } from "cdktf";
import { strToU8, zipSync } from "fflate";

/** A function that only a test calls. */
export interface TestedFunction {
  readonly name: string;
  /** Directory of its zip. */
  readonly outdir: string;
  /** Its `index.js`. */
  readonly source: string;
}

/** Adds a function with a role and a log group, all of the same name. */
export function addFunction(
  stack: TerraformStack,
  { name, outdir, source }: TestedFunction,
): LambdaFunction {
  mkdirSync(outdir, { recursive: true });
  const zip = join(outdir, `${name}.zip`);
  writeFileSync(zip, zipSync({ "index.js": [strToU8(source), { mtime: new Date("2026-01-01") }] }));
  const role = new IamRole(stack, "FunctionRole", {
    name,
    assumeRolePolicy: trust("lambda.amazonaws.com"),
  });
  const log = new CloudwatchLogGroup(stack, "FunctionLog", { name: `/aws/lambda/${name}` });
  return new LambdaFunction(stack, "Function", {
    functionName: name,
    role: role.arn,
    runtime: "nodejs22.x",
    handler: "index.handler",
    filename: zip,
    dependsOn: [log],
  });
}

/** A trust policy for a service of AWS. */
export function trust(service: string, condition?: object): string {
  const statement = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: service } };
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ ...statement, ...(condition && { Condition: condition }) }],
  });
}
