import { manifestOf, metricsOfAlarm, Synthesised } from "@pictor/testing";
import { Testing } from "cdktf";
import { dev } from "../environments/dev";
import type { Environment } from "../src/environment";
import { JobsStack } from "../src/jobs-stack";

const { live } = manifestOf("a");
const build = (environment: Environment, release?: typeof live) =>
  new Synthesised(Testing.synth(new JobsStack(Testing.app(), "jobs", environment, release)));

/** ARNs of the machines that alarms read, each with the number of its alarms. */
const watched = (stack: Synthesised): Readonly<Record<string, number>> => {
  const arns = stack
    .resources("aws_cloudwatch_metric_alarm")
    .flatMap(metricsOfAlarm)
    .map(({ dimensions }) => String(dimensions.StateMachineArn));
  return Object.fromEntries(
    [...new Set(arns)].map((arn) => [arn, arns.filter((other) => other === arn).length]),
  );
};
const arnOfMachine = (name: unknown) =>
  `arn:aws:states:${dev.region}:${dev.accountId}:stateMachine:${name}`;

describe("the stack of jobs", () => {
  it("watches each state machine that it has", () => {
    const stack = build(dev, live);
    const machines = stack.resources("aws_sfn_state_machine").map(({ name }) => arnOfMachine(name));
    expect(machines).toHaveLength(2);
    expect(watched(stack)).toEqual(Object.fromEntries(machines.map((arn) => [arn, 4])));
  });

  it("watches training alone while there is no release", () => {
    expect(watched(build(dev))).toEqual({ [arnOfMachine("pictor-dev-training")]: 4 });
  });

  it("leads from its alarms to the environment's runbook", () => {
    const runbookUrl = "https://example.com/runbook";
    const stack = build({ ...dev, monitoring: { ...dev.monitoring, runbookUrl } }, live);
    for (const { alarm_description } of stack.resources("aws_cloudwatch_metric_alarm")) {
      expect(alarm_description).toMatch(/What to do: https:\/\/example\.com\/runbook#job-[a-z-]+$/);
    }
  });
});
