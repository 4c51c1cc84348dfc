import { block, isOn } from "../../resources/attributes";
import type { Resource } from "../../resources/resource";
import { machineRunsOf } from "../job-machines";
import { callsOf } from "../scheduled";
import type { Surroundings } from "../surroundings";
import { amount, type Family, type Uncounted, type Usage } from "../usage";

/** Topics, queues, schedules, state machines. */
export const messaging: Family = {
  aws_sns_topic: (_, around) => {
    const sent = around.share(around.traffic.notificationsPerMonth, "aws_sns_topic");
    return [
      {
        item: "messages",
        dimension: "sns-request",
        quantity: sent,
        basis: `${amount(sent)} messages`,
      },
      {
        item: "e-mails",
        dimension: "sns-email-notification",
        quantity: sent,
        basis: `${amount(sent)} e-mails`,
        assumption: "each message is one e-mail",
      },
    ];
  },
  aws_sqs_queue: ({ values }, around) => {
    const messages = around.share(around.traffic.requestsPerMonth, "aws_sqs_queue") * 3;
    return [
      {
        item: "requests",
        dimension: isOn(values, "fifo_queue") ? "sqs-fifo-request" : "sqs-standard-request",
        quantity: messages,
        basis: `${amount(messages)}: send, receive and delete each request`,
        assumption: "every request passes the queues once",
      },
    ];
  },
  aws_scheduler_schedule: ({ values }) => schedule(String(values.schedule_expression ?? "")),
  aws_cloudwatch_event_bus: () => [
    {
      item: "events",
      unpriced: "the scenario does not say how many events are sent",
    },
  ],
  aws_sfn_state_machine: stateMachine,
};

/** Executions that create jobs are the scenario's runs; of another machine no scenario says how often it runs. */
function stateMachine(machine: Resource, around: Surroundings): readonly (Usage | Uncounted)[] {
  const counted = machineRunsOf(machine, around);
  if (counted === undefined || machine.values.type === "EXPRESS") {
    return [{ item: "transitions", unpriced: "the scenario does not say how often it runs" }];
  }
  const { basis, kind, runs, transitions, ...assumed } = counted;
  const traced = isOn(block(machine.values, "tracing_configuration") ?? {}, "enabled");
  return [
    {
      item: "transitions",
      dimension: "step-functions-transition",
      quantity: transitions,
      basis,
      ...assumed,
    },
    ...(traced
      ? [
          {
            item: "traces",
            dimension: "xray-trace-recorded",
            quantity: runs,
            basis: `${amount(runs)} runs`,
            assumption: "each run is traced",
          } as const,
        ]
      : []),
    ...(runs === 0 && isScheduled(machine, around)
      ? [
          {
            item: "scheduled runs",
            unpriced: `a schedule starts it, and the scenario has no ${kind}`,
          },
        ]
      : []),
  ];
}

function isScheduled({ values: { name } }: Resource, around: Surroundings): boolean {
  return around
    .all("aws_scheduler_schedule")
    .some(({ values }) =>
      String(block(values, "target")?.arn).endsWith(`:stateMachine:${String(name)}`),
    );
}

function schedule(expression: string): readonly (Usage | Uncounted)[] {
  const calls = callsOf(expression);
  if (calls === undefined) {
    return [
      {
        item: "invocations",
        unpriced: `how often '${expression}' comes is not counted here`,
      },
    ];
  }
  return [
    {
      item: "invocations",
      dimension: "scheduler-invocation",
      quantity: calls.count,
      basis: calls.basis,
    },
  ];
}
