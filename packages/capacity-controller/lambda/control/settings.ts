import type { MetricDescription, Names } from "@pictor/contracts";

/** What the construct hands the function as the variable `CONTROL`. */
export interface ControlSettings {
  readonly parameters: Names["capacityParameters"];
  /** The metric whose sum by minute is the rate. */
  readonly requests: MetricDescription;
  /** Who hears of switches. @default - nobody */
  readonly topicArn?: string;
  /** Names the namespace of the function's metrics. @default "pictor" */
  readonly brand?: string;
}

/** The construct wrote them from typed data, so their shape is not checked again. */
export function readSettings(): ControlSettings {
  const { CONTROL } = process.env;
  if (CONTROL === undefined) throw new Error("environment variable CONTROL is not set");
  return JSON.parse(CONTROL);
}
