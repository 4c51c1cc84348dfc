/** The real-time endpoint as DescribeEndpoint returns it. */
export type EndpointState =
  | { readonly status: "Absent" }
  | {
      readonly status: "InService";
      /** Name of the endpoint configuration that runs. */
      readonly configuration: string;
      readonly instances: number;
      /** When it was last changed (`LastModifiedTime`), milliseconds since 1970. */
      readonly modifiedAt: number;
    }
  | {
      readonly status:
        | "Creating"
        | "Updating"
        | "SystemUpdating"
        | "RollingBack"
        | "UpdateRollbackFailed"
        | "OutOfService"
        | "Deleting"
        | "Failed";
    };

/** A generation and the endpoint configuration that runs it. */
export interface Generation {
  readonly generation: string;
  readonly configuration: string;
}

/** The state that Terraform wants, read from the spec. */
export interface DesiredSpec {
  readonly live: Generation;
  /** The previous generation, whose configuration still exists. */
  readonly previous?: Generation;
}

/** An operator's orders. */
export interface OperatorOrder {
  /** Mode to stay in at any traffic. */
  readonly pin?: "realTime" | "serverless";
  /** When an operator allowed a rejected generation or a failed creation again, milliseconds since 1970. */
  readonly retryAt?: number;
}

/** An update that the controller called. */
export interface AskedUpdate {
  readonly at: number;
  readonly generation: string;
  /**
   * The endpoint's `LastModifiedTime` before the call, milliseconds since 1970. If it is still the same, the update
   * never began: the controller ended before its call, or SageMaker refused it.
   */
  readonly modifiedAt: number;
}

/** The controller's memory between two ticks. It is written before the decision's call. */
export interface CapacityMemory {
  /** Time of the last observation that led to a call. An older observation decides nothing. */
  readonly actedAt?: number;
  /** The creation that the controller called, until the endpoint is in service. */
  readonly creation?: { readonly at: number; readonly generation: string };
  /** The stay on instances, from the first tick at which the endpoint was in service. */
  readonly stay?: {
    readonly since: number;
    /** When the controller called its creation. */
    readonly askedAt?: number;
    /** Least minutes of the stay, set once the cost of serverless before it is known. */
    readonly leastMinutes?: number;
  };
  /** When the controller ended the last stay on instances. */
  readonly leftAt?: number;
  /** The update that the controller called. */
  readonly update?: AskedUpdate;
  /** Generations that SageMaker rolled back. */
  readonly rejected: readonly { readonly at: number; readonly generation: string }[];
  /** Failed creations in a row, and when the next attempt is allowed. */
  readonly backOff?: { readonly failures: number; readonly at: number; readonly until: number };
  /** Begin of the last forecast of a peak. */
  readonly forecastAt?: number;
  /** Whether the environment is being destroyed. */
  readonly retired: boolean;
}

/** Memory of a controller that never ran. */
export const emptyMemory: CapacityMemory = { rejected: [], retired: false };

/** Input of a decision. */
export interface Observation {
  /** Time of the observation, milliseconds since 1970. */
  readonly now: number;
  /**
   * Requests of the predict function by minute, the newest first. The first entry is the minute before the last full
   * minute. An entry is `undefined` if CloudWatch has no data.
   */
  readonly requests: readonly (number | undefined)[];
  /** Whether the controller's heartbeat has data for the same minutes. Only then does missing data mean no requests. */
  readonly heartbeats: readonly boolean[];
  /**
   * With `anticipate`: for each earlier week, the last week first, requests by 5 minutes from the same local time on,
   * over the provisioning time and the horizon. An entry is `undefined` if it is unknown.
   */
  readonly history?: readonly (readonly (number | undefined)[])[];
  readonly endpoint: EndpointState;
  readonly spec: DesiredSpec;
  readonly memory: CapacityMemory;
  readonly order: OperatorOrder;
  /** Whether a rollback alarm is on. */
  readonly isRollbackAlarmOn: boolean;
  /** The last warming of serverless: its time, and how many requests at once got a warm answer. */
  readonly warmed?: { readonly at: number; readonly count: number };
}

/** Returns the begin of the minute at an index of {@link Observation.requests}, milliseconds since 1970. */
export function minuteAt(now: number, index: number): number {
  return (Math.floor(now / 60_000) - 2 - index) * 60_000;
}
