import { cronTimes } from "../../src/estimate/cron";
import { billOf } from "../stack";

const month = 730 / 24;

describe("cron expressions", () => {
  it.each([
    ["cron(0 3 * * ? *)", 1, month],
    ["cron(0/15 * ? * * *)", 96, month],
    ["cron(*/20 8-17 ? * MON-FRI *)", 30, (month * 5) / 7],
    ["cron(0,30 6,18 * * SAT,SUN *)", 4, (month * 2) / 7],
    ["cron(0 12 ? * 2 *)", 1, month / 7],
  ])("%s come %f times a day", (expression, perDay, days) => {
    const times = cronTimes(expression);
    expect(times?.perDay).toBe(perDay);
    expect(times?.days).toBeCloseTo(days);
  });

  it.each([
    "cron(0 3 1 * ? *)",
    "cron(0 3 * 1 ? *)",
    "cron(0 3 ? * 2#1 *)",
    "cron(0 3 ? * FRI-MON *)",
    "cron(0 25 * * ? *)",
    "cron(0/0 3 * * ? *)",
    "cron(0 3 * * ? 2027)",
    "at(2026-11-29T03:00:00)",
  ])("%s are not counted, and named", (expression) => {
    expect(cronTimes(expression)).toBeUndefined();
    const schedule = { S: { schedule_expression: expression, target: { arn: "a" } } };
    expect(billOf({ aws_scheduler_schedule: schedule }).unpriced).toMatchObject([
      { reason: `how often '${expression}' comes is not counted here` },
    ]);
  });

  it("are in the bill of their schedule", () => {
    const schedule = { S: { schedule_expression: "cron(0 3 * * ? *)", target: { arn: "a" } } };
    const [line] = billOf({ aws_scheduler_schedule: schedule }).lines;
    expect(line?.quantity.expected).toBeCloseTo(month);
    expect(line?.arithmetic).toContain("1 × 30.4167 days");
  });
});
