import type { Action, Grounds } from "../decide/decision";
import type { AskedUpdate, CapacityMemory } from "../observation";

/** Mode: `realTime` while instances serve, else `serverless`. */
export type CapacityMode = "realTime" | "serverless";

/** A decision as `pictor capacity` shows it. */
export interface RecordedDecision extends Grounds {
  /** Time of the observation, milliseconds since 1970. */
  readonly at: number;
  readonly action: Action["action"];
}

/** Memory of the serverless endpoint's releases. A generation is the name of its configuration. */
export interface ServerlessMemory {
  /** The update that the controller called. */
  readonly update?: AskedUpdate;
  /** Generations that SageMaker rolled back. */
  readonly rejected: readonly { readonly at: number; readonly generation: string }[];
}

/** The value of the controller's state parameter. Only the controller writes it. */
export interface CapacityState {
  readonly schema: 1;
  readonly memory: CapacityMemory;
  readonly mode: CapacityMode;
  /** Since when it is in that mode, milliseconds since 1970. */
  readonly since: number;
  /** Configurations that one of the endpoints runs or may still roll back to. Terraform destroys none of them. */
  readonly running: readonly string[];
  /** The last decision that made a call, or whose reason differs from the one before. */
  readonly last?: RecordedDecision;
  /** The last warming of serverless. */
  readonly warmed?: { readonly at: number; readonly count: number };
  /** @default - the controller never moved the serverless endpoint */
  readonly serverless?: ServerlessMemory;
  /** When the environment began to be destroyed, milliseconds since 1970. */
  readonly retiredAt?: number;
}

/** The operators' orders: the value of the parameter that `pictor capacity` writes. */
export interface CapacityOrder {
  readonly pin?: CapacityMode;
  /** When the mode was pinned, milliseconds since 1970. */
  readonly pinnedAt?: number;
  /** When an operator allowed a rejected generation or a failed creation again, milliseconds since 1970. */
  readonly retryAt?: number;
}
