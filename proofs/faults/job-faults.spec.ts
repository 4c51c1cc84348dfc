import { type MachineMetrics, machineMetrics } from "@pictor/contracts";
import { Monitoring } from "@pictor/monitoring";
import { type EmittedValue, replay, synthesise } from "@pictor/testing";

const place = { accountId: "666666666666", region: "us-east-1" };
const machine = `arn:aws:states:${place.region}:${place.accountId}:stateMachine:jobs`;
const machines = {
  batch: machineMetrics(`${machine}-transform`),
  training: machineMetrics(`${machine}-training`),
};
const minutes = 30;

const stack = synthesise((scope) =>
  new Monitoring(scope, "Monitoring", {
    ...place,
    name: "jobs",
    encryptionKey: { arn: `arn:aws:kms:${place.region}:${place.accountId}:key/k` },
    dashboard: false,
  })
    .watchBatch("Batch", { metrics: machines.batch })
    .watchTraining("Training", { metrics: machines.training }),
);
const alarms = stack.resources("aws_cloudwatch_metric_alarm");
const nameOf = (alarm: Readonly<Record<string, unknown>>) =>
  String(alarm.alarm_name).replace("jobs-", "");

/** What goes wrong with a run, in the minutes in which AWS publishes it. */
interface JobFault {
  readonly fault: string;
  /** Why the services of the other faults do not make it. */
  readonly why: string;
  readonly metric: keyof MachineMetrics;
  readonly minutes: readonly number[];
  /** Alarms that go off, without the machine's name. */
  readonly rings: readonly string[];
}

const noMachine = "the services of the faults have no state machine; the suite `jobs` runs one";
const faults: readonly JobFault[] = [
  { fault: "a run fails", why: noMachine, metric: "failed", minutes: [7], rings: ["failed"] },
  {
    fault: "a run takes too long",
    why: noMachine,
    metric: "timedOut",
    minutes: [7],
    rings: ["timed-out"],
  },
  {
    fault: "somebody aborts a run",
    why: noMachine,
    metric: "aborted",
    minutes: [7],
    rings: ["aborted"],
  },
  {
    fault: "another machine of the account uses up the rate of transitions",
    why: noMachine,
    metric: "throttled",
    minutes: [7, 12],
    rings: ["throttled"],
  },
  {
    fault: "transitions are throttled for a moment",
    why: noMachine,
    metric: "throttled",
    minutes: [7],
    rings: [],
  },
];

describe.each(Object.entries(machines))("a fault of a %s run, by hand", (name, metrics) => {
  it.each(faults.map((fault) => [fault.fault, fault] as const))(
    "raises its alarms, none of them critical: %s",
    (_, { metric, minutes: at, rings }) => {
      const emitted: readonly EmittedValue[] = at.map((minute) => ({
        ...metrics[metric],
        value: 1,
        at: 60 * minute,
      }));
      const ringing = alarms.filter((alarm) =>
        replay(alarm, emitted, 60 * minutes).includes("ALARM"),
      );
      expect(ringing.map(nameOf)).toEqual(rings.map((each) => `${name}-${each}`));
      expect(JSON.stringify(ringing.map(({ tags }) => tags))).not.toContain("critical");
    },
  );
});

describe("the faults of jobs", () => {
  it("raise every alarm there is", () => {
    const raised = Object.keys(machines).flatMap((name) =>
      faults.flatMap(({ rings }) => rings.map((each) => `${name}-${each}`)),
    );
    expect(raised.sort()).toEqual(alarms.map(nameOf).sort());
  });
});
