/** An accepted exception from one rule. */
export interface Waiver {
  /** Id of the rule, for example `bucket-access-log`. */
  readonly id: string;
  /** Address of the resource; `*` stands for any text. */
  readonly resource: string;
  /** Why it is accepted, in at least ten characters. */
  readonly reason: string;
  /** The last day on which it holds (ISO date). From the next day on it fails the review. */
  readonly expiry: string;
}

/** Whether a waiver no longer holds on a day (ISO date). */
export function isExpired({ expiry }: Waiver, today: string): boolean {
  return expiry < today;
}
