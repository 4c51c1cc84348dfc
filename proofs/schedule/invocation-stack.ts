import { join } from "node:path";
import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import { LambdaFunctionEventInvokeConfig } from "@cdktf/provider-aws/lib/lambda-function-event-invoke-config";
import { LambdaInvocation } from "@cdktf/provider-aws/lib/lambda-invocation";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import type { Place } from "@pictor/contracts";
import { App, LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import { addFunction } from "./function";

/** What the stack is made for, besides its place. */
export interface InvocationOptions {
  /** Directory to synthesise into. */
  readonly outdir: string;
  /** Value of the parameter that Terraform owns: as long as the tier Advanced allows. */
  readonly spec: string;
}

/** Logs what it was called with, and refuses every update. */
const source = `
exports.handler = async (event) => {
  console.log("CALLED " + JSON.stringify(event));
  if (event.tf?.action === "update") throw new RangeError("the spec is not valid");
  return { ok: true };
};`;

/** Synthesises a stack `invocation`: parameters, and a function that Terraform and a rule invoke. */
export function synthesiseInvocation(place: Place, options: InvocationOptions): void {
  const app = new App({ outdir: options.outdir });
  const stack = new TerraformStack(app, "invocation");
  const { accountId, region } = place;
  new LocalBackend(stack, { path: join(options.outdir, "invocation.tfstate") });
  new AwsProvider(stack, "Aws", { region, allowedAccountIds: [accountId] });
  const spec = new SsmParameter(stack, "Spec", {
    name: "/pictor/invocation/spec",
    type: "String",
    tier: "Advanced",
    value: options.spec,
    tags: { service: "tested" },
  });
  const state = new SsmParameter(stack, "State", {
    name: "/pictor/invocation/state",
    type: "String",
    value: "{}",
    lifecycle: { ignoreChanges: ["value"] },
  });
  const written = new DataAwsSsmParameter(stack, "Written", {
    name: state.name,
    dependsOn: [state],
  });
  const called = addFunction(stack, { name: "called", outdir: options.outdir, source });
  const settings = new LambdaFunctionEventInvokeConfig(stack, "Settings", {
    functionName: called.functionName,
    maximumEventAgeInSeconds: 60,
    maximumRetryAttempts: 0,
  });
  new LambdaInvocation(stack, "Invocation", {
    functionName: "called",
    lifecycleScope: "CRUD",
    input: JSON.stringify({ kind: "kick", spec: spec.version }),
    dependsOn: [called, settings],
  });
  addRule(stack, called.arn);
  new TerraformOutput(stack, "written", { value: written.insecureValue, staticId: true });
  app.synth();
}

function addRule(stack: TerraformStack, functionArn: string): void {
  const rule = new CloudwatchEventRule(stack, "Rule", {
    name: "endpoints",
    eventPattern: JSON.stringify({
      source: ["aws.sagemaker"],
      "detail-type": ["SageMaker Endpoint State Change"],
    }),
  });
  const permission = new LambdaPermission(stack, "Permission", {
    statementId: "Rule",
    action: "lambda:InvokeFunction",
    functionName: "called",
    principal: "events.amazonaws.com",
    sourceArn: rule.arn,
  });
  new CloudwatchEventTarget(stack, "Target", {
    rule: rule.name,
    arn: functionArn,
    retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 },
    dependsOn: [permission],
  });
}
