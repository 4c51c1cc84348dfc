import type { CapacityMemory, Observation } from "../observation";
import type { CapacityPolicy } from "../policy/policy";
import { decideAbsent } from "./absent";
import { failedCreation } from "./back-off";
import type { Decision } from "./decision";
import { decideInService } from "./in-service";

/**
 * Returns what the controller does at a tick. Pure: no clock, no randomness, no AWS.
 *
 * The controller writes the memory of the decision before it makes the call, and only if {@link mayAct} returns true.
 * If the tick dies between the two, the next tick does not repeat the call. A repeated or late tick decides the same
 * or nothing.
 *
 * @example
 * import { decide, emptyMemory, planCapacityPolicy } from "@pictor/capacity";
 *
 * const plan = planCapacityPolicy({
 *   region: "us-east-1",
 *   release: { format: "int8", calibration: [] },
 *   request: { imageBytes: 300_000 },
 *   realTime: { instanceType: "ml.c5.large", minInstances: 2, maxInstances: 4 },
 *   serverless: { memorySizeMb: 4096, maxConcurrency: 20 },
 * });
 * if ("policy" in plan) {
 *   const { action, reason } = decide(
 *     {
 *       now: Date.now(),
 *       requests: Array.from({ length: 60 }, () => 600),
 *       heartbeats: [],
 *       endpoint: { status: "Absent" },
 *       spec: { live: { generation: "g1", configuration: "c1" } },
 *       memory: emptyMemory,
 *       order: {},
 *       isRollbackAlarmOn: false,
 *     },
 *     plan.policy,
 *   );
 *   console.log(action, reason);
 * }
 */
export function decide(observation: Observation, policy: CapacityPolicy): Decision {
  const { endpoint, memory, now } = observation;
  if (memory.actedAt !== undefined && now <= memory.actedAt) {
    const reason = "the observation is not newer than the last call: it decides nothing";
    return { action: "keep", because: "stale", reason, numbers: {}, memory };
  }
  if (memory.retired) return decideRetired(observation);
  switch (endpoint.status) {
    case "Absent":
      return decideAbsent(observation, policy);
    case "InService":
      return decideInService(observation, policy, endpoint);
    case "Failed":
      return deleteFailed(observation, policy);
    case "Creating":
    case "Updating":
    case "Deleting":
      return {
        action: "keep",
        because: "transition",
        reason: `the endpoint is ${endpoint.status}`,
        numbers: {},
        memory: endpoint.status === "Deleting" ? withoutStay(memory) : memory,
      };
    case "SystemUpdating":
    case "RollingBack":
    case "UpdateRollbackFailed":
    case "OutOfService":
      return trouble(endpoint.status, memory);
  }
}

function deleteFailed({ memory, now }: Observation, policy: CapacityPolicy): Decision {
  const failed = failedCreation(memory, policy, now);
  const { failures = 0 } = failed.backOff ?? {};
  return {
    action: "delete",
    because: "failed",
    reason: `the endpoint is Failed: it can only be deleted (failed creations in a row: ${failures})`,
    numbers: { failures },
    alarm: "creation-failed",
    memory: { ...withoutStay(failed), actedAt: now },
  };
}

/** Decides while the environment is being destroyed: creates nothing, and deletes the endpoint if its state allows. */
function decideRetired({ endpoint, memory, now }: Observation): Decision {
  const grounds = { because: "retired", numbers: {} } as const;
  switch (endpoint.status) {
    case "Absent":
      return { action: "keep", ...grounds, reason: "retired: nothing is left", memory };
    case "InService":
    case "Failed":
    case "OutOfService":
    case "UpdateRollbackFailed": {
      const reason = `retired: the endpoint (${endpoint.status}) is deleted`;
      return { action: "delete", ...grounds, reason, memory: { ...memory, actedAt: now } };
    }
    default: {
      const reason = `retired: the endpoint is ${endpoint.status} and cannot be deleted yet`;
      return { action: "keep", ...grounds, reason, memory };
    }
  }
}

function trouble(status: string, memory: CapacityMemory): Decision {
  return {
    action: "keep",
    because: "trouble",
    reason: `the endpoint is ${status}: SageMaker is changing it or an operator must; serverless answers what the endpoint does not`,
    numbers: {},
    alarm: "stuck-state",
    memory,
  };
}

function withoutStay({ stay: _over, ...memory }: CapacityMemory): CapacityMemory {
  return memory;
}
