import { estimate, trafficOf } from "../../src";
import { unknownValue } from "../../src/resources/resource";
import { billOf, ref, stackOf, usdOf } from "../stack";

const lambda = (name: string, step: string) => ({
  Type: "Task",
  Resource: "arn:aws:states:::lambda:invoke",
  Parameters: {
    FunctionName: `arn:aws:lambda:us-east-1:123456789012:function:${name}-step:live`,
    Payload: { step },
  },
});
const job = (kind: string) => ({
  Type: "Task",
  Resource: `arn:aws:states:::sagemaker:create${kind}Job.sync`,
  Parameters: { RoleArn: ref("aws_iam_role.R.arn") },
});
/** Plans, has two states for each part, and joins; a detour is not on the path. */
const batchDefinition = {
  StartAt: "Plan",
  States: {
    Plan: { ...lambda("b", "plan"), Next: "Claimed" },
    Claimed: { Type: "Choice", Choices: [{ Next: "Again" }], Default: "Parts" },
    Again: { Type: "Wait", Seconds: 5, Next: "Plan" },
    Parts: {
      Type: "Map",
      ItemProcessor: {
        StartAt: "Job",
        States: {
          Job: { ...job("Transform"), Next: "Collect" },
          Collect: { ...lambda("b", "collect"), End: true },
        },
      },
      Next: "Join",
    },
    Join: { ...lambda("b", "join"), End: true },
  },
};
const trainingDefinition = {
  StartAt: "Train",
  States: { Train: { ...job("Training"), Next: "Done" }, Done: { Type: "Succeed" } },
};
const machineOf = (name: string, definition: unknown, changes: object = {}) => ({
  name,
  definition: typeof definition === "string" ? definition : JSON.stringify(definition),
  logging_configuration: {
    log_destination: `${ref(`aws_cloudwatch_log_group.${name}.arn`)}:*`,
    level: "ERROR",
  },
  ...changes,
});
const stack = {
  aws_sfn_state_machine: {
    b: machineOf("b", batchDefinition),
    t: machineOf("t", trainingDefinition),
  },
  aws_lambda_function: {
    b: { function_name: "b-step", memory_size: 1024 },
    predict: { function_name: "predict" },
  },
  aws_cloudwatch_log_group: {
    b: { name: "/aws/vendedlogs/states/b", retention_in_days: 14 },
    t: { name: "/aws/vendedlogs/states/t", retention_in_days: 14 },
    step: { name: "/aws/lambda/b-step", retention_in_days: 14 },
    predict: { name: "/aws/lambda/predict", retention_in_days: 14 },
  },
};
const batch = {
  imagesPerMonth: 200_000,
  runsPerMonth: 10,
  instanceType: "ml.c5.xlarge",
  imagesPerSecond: 20,
};
const training = { runsPerMonth: 3, hoursPerRun: 2, instanceType: "ml.m5.xlarge" };
const quantityOf = (bill: ReturnType<typeof billOf>, address: string, item: string) =>
  bill.lines.find((line) => line.origin.address === address && line.item === item)?.quantity
    .expected;

describe("state machines of jobs", () => {
  it("have the transitions of their definitions, by run and by job", () => {
    const bill = billOf(stack, { batch, training });
    expect(bill.unpriced).toEqual([]);
    // Four states, and two for each of the four jobs of 5,000 pictures.
    expect(quantityOf(bill, "aws_sfn_state_machine.b", "transitions")).toBe(10 * (4 + 4 * 2));
    expect(quantityOf(bill, "aws_sfn_state_machine.t", "transitions")).toBe(3 * 2);
    expect(usdOf(bill, "transitions")).toBeCloseTo((120 + 6) * 2.5e-5);
  });

  it("call their functions, which no request calls", () => {
    const bill = billOf(stack, { requestsPerMonth: 1000, batch });
    expect(quantityOf(bill, "aws_lambda_function.b", "invocations")).toBe(10 * (2 + 4));
    expect(quantityOf(bill, "aws_lambda_function.b", "duration")).toBe(60 * 5);
    expect(quantityOf(bill, "aws_lambda_function.predict", "invocations")).toBe(1000);
  });

  it("log by themselves: what requests log goes to the other groups", () => {
    const bill = billOf(stack, { requestsPerMonth: 1e6, logBytesPerRequest: 1000, batch });
    const logged = (name: string) =>
      quantityOf(bill, `aws_cloudwatch_log_group.${name}`, "ingestion");
    expect(logged("predict")).toBeCloseTo(1);
    expect(logged("step")).toBeCloseTo((60 * 3000) / 1e9);
    expect(logged("b")).toBeCloseTo((10 * 2000) / 1e9);
    expect(logged("t")).toBe(0);
  });

  it("cost nothing while the scenario has no runs, and say so by their arithmetic", () => {
    const bill = billOf(stack);
    expect(bill.unpriced).toEqual([]);
    expect(usdOf(bill, "transitions")).toBe(0);
    expect(bill.lines.find(({ item }) => item === "transitions")?.arithmetic).toContain("0 runs");
  });

  it("share the runs where there are several", () => {
    const two = {
      aws_sfn_state_machine: { ...stack.aws_sfn_state_machine, c: machineOf("c", batchDefinition) },
    };
    expect(quantityOf(billOf(two, { batch }), "aws_sfn_state_machine.c", "transitions")).toBe(60);
  });

  it("are named where a schedule starts them and the scenario has no such runs", () => {
    const scheduled = {
      ...stack,
      aws_scheduler_schedule: {
        S: {
          schedule_expression: "rate(1 day)",
          target: { arn: "arn:aws:states:us-east-1:123456789012:stateMachine:b" },
        },
      },
    };
    expect(billOf(scheduled).unpriced).toMatchObject([
      { item: "scheduled runs", reason: "a schedule starts it, and the scenario has no batch" },
    ]);
    expect(billOf(scheduled, { batch }).unpriced).toEqual([]);
  });

  it("have 30 runs a month of a batch unless the scenario says otherwise", () => {
    const { runsPerMonth: _, ...daily } = batch;
    // 6,667 pictures a run are two jobs.
    expect(
      quantityOf(billOf(stack, { batch: daily }), "aws_sfn_state_machine.b", "transitions"),
    ).toBe(30 * (4 + 2 * 2));
  });
});

describe("a state machine that is not counted is unpriced", () => {
  const reasons = (machine: object) =>
    billOf({ aws_sfn_state_machine: { m: machine as never } }, { batch }).unpriced.map(
      ({ reason }) => reason,
    );

  it.each([
    ["that creates no job", machineOf("m", { StartAt: "A", States: { A: { Type: "Succeed" } } })],
    ["whose definition is an expression", machineOf("m", ref("jsonencode({})"))],
    ["that is billed by requests", machineOf("m", batchDefinition, { type: "EXPRESS" })],
  ])("%s", (_, machine) => {
    expect(reasons(machine)).toEqual(["the scenario does not say how often it runs"]);
  });

  it("whose definition only the apply finds out, with its function; others are counted as before", () => {
    const resources = stackOf(stack).map((resource) =>
      resource.address === "aws_sfn_state_machine.b"
        ? { ...resource, values: { ...resource.values, definition: unknownValue } }
        : resource,
    );
    const traffic = trafficOf({ requestsPerMonth: 1000, imageBytes: 0, batch });
    const bill = estimate(resources, traffic, { on: "2026-11-28" });
    expect(bill.unpriced.map(({ origin, reason }) => [origin.address, reason])).toEqual(
      [
        "aws_sfn_state_machine.b",
        "aws_lambda_function.b",
        "aws_cloudwatch_log_group.b",
        "aws_cloudwatch_log_group.step",
      ].map((address) => [address, "definition is known only after apply"]),
    );
    expect(quantityOf(bill, "aws_lambda_function.predict", "invocations")).toBe(1000);
  });
});
