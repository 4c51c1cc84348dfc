import { block, numberOf, type textOf } from "../../resources/attributes";
import type { Resource } from "../../resources/resource";
import { hoursPerMonth, secondsPerMonth } from "../../scenario/traffic";
import { machineCallsOf } from "../job-machines";
import { functionLatency } from "../latency";
import { type ScheduledCalls, scheduledCallsOf, servingFunctions } from "../scheduled";
import type { Surroundings } from "../surroundings";
import { amount, type Family, type Usage } from "../usage";

/** Time of an invocation by a schedule. */
const scheduledLatency = {
  ms: 500,
  assumption: "500 ms for an invocation by a schedule: it calls AWS's APIs",
};

/** Time of a call by a state machine of jobs. */
const machineLatency = {
  ms: 5000,
  assumption: "5,000 ms for a call by a state machine: it lists, reads and writes objects",
};

/** Metrics that a function asks for at each invocation, if it may ask for any: a rate and its own heartbeat. */
const metricsOfCall = 2;

/** Lambda functions, and the containers that are kept warm for them. */
export const lambda: Family = {
  aws_lambda_function: (resource, around) => {
    const { values } = resource;
    const scheduled = scheduledCallsOf(resource, around);
    const byMachine = scheduled === undefined ? machineCallsOf(resource, around) : undefined;
    const calls = (scheduled ?? byMachine)?.count ?? servedCalls(around);
    const memoryMb = numberOf(values, "memory_size", 128);
    const { ms, assumption } =
      byMachine !== undefined
        ? machineLatency
        : scheduled === undefined
          ? functionLatency(around.traffic, around.release)
          : scheduledLatency;
    const gbSeconds = calls * (ms / 1000) * (memoryMb / 1024);
    const scratchMb = Math.max(
      0,
      numberOf(block(values, "ephemeral_storage") ?? {}, "size", 512) - 512,
    );
    return [
      {
        item: "invocations",
        dimension: "lambda-request",
        quantity: calls,
        basis: (scheduled ?? byMachine)?.basis ?? `${amount(calls)} invocations`,
      },
      {
        item: "duration",
        dimension: `lambda-gb-second-${architecture(values)}`,
        quantity: gbSeconds,
        basis: `${amount(calls)} × ${amount(ms)} ms × ${memoryMb} MB`,
        ...(assumption !== undefined && { assumption }),
      },
      ...(scratchMb > 0
        ? [
            {
              item: "scratch space",
              dimension: "lambda-ephemeral-gb-second",
              quantity: calls * (ms / 1000) * (scratchMb / 1024),
              basis: `${amount(calls)} × ${amount(ms)} ms × ${scratchMb} MB above 512`,
            } satisfies Usage,
          ]
        : []),
      ...(scheduled === undefined ? [] : metricsRead(resource, scheduled, around)),
    ];
  },
  aws_lambda_provisioned_concurrency_config: (resource, around) => {
    const count = numberOf(resource.values, "provisioned_concurrent_executions");
    const of = around.follow(resource, "function_name", "aws_lambda_function");
    if (of === undefined) {
      return [{ item: "provisioned concurrency", unpriced: "its function is not in the input" }];
    }
    const memoryMb = numberOf(of.values, "memory_size", 128);
    return [
      {
        item: "provisioned concurrency",
        dimension: `lambda-provisioned-gb-second-${architecture(of.values)}`,
        quantity: count * (memoryMb / 1024) * secondsPerMonth,
        basis: `${count} × ${memoryMb} MB × ${hoursPerMonth} h`,
      },
    ];
  },
};

/** Invocations of one of the functions that requests call. */
function servedCalls(around: Surroundings): number {
  const { requestsPerMonth, functionInvocationsPerRequest } = around.traffic;
  return (
    (requestsPerMonth * functionInvocationsPerRequest) /
    Math.max(1, servingFunctions(around).length)
  );
}

/** GetMetricData, where the function's role may call it. */
function metricsRead(fn: Resource, calls: ScheduledCalls, around: Surroundings): Usage[] {
  const role = around.follow(fn, "role", "aws_iam_role");
  const policies = role === undefined ? [] : around.referring(role, "role", "aws_iam_role_policy");
  if (!policies.some(({ values }) => String(values.policy).includes("cloudwatch:GetMetricData"))) {
    return [];
  }
  return [
    {
      item: "metrics read",
      dimension: "metrics-api-request",
      quantity: calls.count * metricsOfCall,
      basis: `${calls.basis} × ${metricsOfCall} metrics`,
      assumption: `${metricsOfCall} metrics are read at each invocation`,
    },
  ];
}

function architecture(values: Parameters<typeof textOf>[0]): "x86" | "arm" {
  return [values.architectures].flat().includes("arm64") ? "arm" : "x86";
}
