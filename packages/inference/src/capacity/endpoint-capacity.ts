import type { InstanceCapacity } from "./plan";
import type { ScheduledMinimum } from "./scaling-policy";

/** Memory that a serverless container can have, in MB. */
export const serverlessMemorySizes = [1024, 2048, 3072, 4096, 5120, 6144] as const;

/** Most containers of one serverless endpoint. */
export const serverlessMaxConcurrency = 200;

/** Containers that are warm before anybody calls. They cost while they wait. */
export interface ProvisionedConcurrency {
  /** How many, 1 to `maxConcurrency`. */
  readonly count: number;
  /**
   * Known peaks, for which more are warm before they come.
   *
   * @default - none
   */
  readonly schedules?: readonly ScheduledMinimum[];
}

/** Containers that a serverless endpoint may have, as its owner asks for them. */
export interface ServerlessCapacity {
  /** Memory of one container, in MB; its share of CPU grows with it. */
  readonly memorySizeMb: (typeof serverlessMemorySizes)[number];
  /** Containers that may serve at once, 1 to 200; an account's total quota may be as low as 10. */
  readonly maxConcurrency: number;
  /** The containers run outside any VPC and reach the internet: set to `true` to acknowledge. */
  readonly acceptsPublicEgress: true;
  /**
   * Containers that are warm before anybody calls, so that their callers meet no cold start.
   *
   * @default - none: after some idle minutes the next answer takes many seconds
   */
  readonly provisionedConcurrency?: ProvisionedConcurrency;
}

/** What an endpoint computes on: instances, or containers that exist while they are used. */
export type EndpointCapacity =
  | ({ readonly kind: "realTime" } & InstanceCapacity)
  | ({ readonly kind: "serverless" } & ServerlessCapacity);
