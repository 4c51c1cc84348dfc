import type { Shape } from "./shape";

/** Images that go through batch transform in a month. */
export interface BatchRuns {
  readonly imagesPerMonth: number;
  /** Runs in which they are classified. @default 30 */
  readonly runsPerMonth: number;
  /** SageMaker's instance type, for example `ml.c5.xlarge`. */
  readonly instanceType: string;
  /** Images that one instance classifies in a second. */
  readonly imagesPerSecond: number;
}

/** Training in a month. */
export interface TrainingRuns {
  readonly runsPerMonth: number;
  /** Billed hours of one run. */
  readonly hoursPerRun: number;
  readonly instanceType: string;
  /** Managed spot training, which AWS may interrupt. @default true */
  readonly spot: boolean;
  /** Disk of the training instance. @default 50 */
  readonly volumeGb: number;
}

/**
 * What reaches a service in a month: the quantities of its bill. A month has 730 hours.
 *
 * Requests are those of all APIs of a stack together; several resources of a kind share them in equal parts.
 */
export interface Traffic {
  /** Name for people. */
  readonly name: string;
  /** Requests of the API. */
  readonly requestsPerMonth: number;
  /** How the requests spread over the week: it decides how many instances autoscaling makes. @default flat */
  readonly shape: Shape;
  /** Bytes of the picture in a request. */
  readonly imageBytes: number;
  /** Bytes of an answer. @default 1000 */
  readonly answerBytes: number;
  /** Time that the model takes for a picture. @default - of the release's calibration, else assumed */
  readonly latencyMs?: number;
  /** Time that the function is billed for. @default - the model's latency and 30 ms */
  readonly functionMs?: number;
  /** Invocations of functions for each request. @default 1 */
  readonly functionInvocationsPerRequest: number;
  /** Share of the requests that are refused before any model is asked, 0 to 1. @default 0 */
  readonly errorShare: number;
  /** Bytes of all log lines of a request. @default 2000 */
  readonly logBytesPerRequest: number;
  /** Objects in S3, all buckets together. @default 1 */
  readonly storedGb: number;
  /** Data between availability zones, each GB counted once. @default 0 */
  readonly crossZoneGbPerMonth: number;
  /** Log data that queries scan. @default 0 */
  readonly queriedLogGbPerMonth: number;
  /** Messages that alarms and budgets send. @default 100 */
  readonly notificationsPerMonth: number;
  /** @default - none */
  readonly batch?: BatchRuns;
  /** @default - none */
  readonly training?: TrainingRuns;
}

/** Hours in a month, as AWS's own calculator counts them. */
export const hoursPerMonth = 730;

/** Days in a month. */
export const daysPerMonth: number = hoursPerMonth / 24;

/** Seconds in a month. */
export const secondsPerMonth: number = hoursPerMonth * 3600;
