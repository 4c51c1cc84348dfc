/** Requests by minute. */
export interface Trace {
  readonly name: string;
  /** Begin of the first minute, milliseconds since 1970. */
  readonly startsAt: number;
  readonly requests: readonly number[];
}

/** Minutes of a year. */
export const minutesPerYear = 525_600;
