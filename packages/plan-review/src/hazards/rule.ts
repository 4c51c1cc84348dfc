import type { Change } from "../plan/change";
import type { References } from "../plan/references";
import type { Severity } from "../severity";

/** What a rule may look at: a plan without its secrets, and what the caller says beyond it. */
export interface Facts {
  /** Managed resources, unchanged ones included. */
  readonly changes: readonly Change[];
  /** ISO date. */
  readonly today: string;
  /** Requests a second that the service has to bear. @default - rules that need it find nothing */
  readonly expectedPeakRps?: number;
  /** What the configuration of each resource refers to. @default - no references are known */
  readonly references?: References;
}

/** What a rule found. */
export interface Finding {
  readonly change: Change;
  /** What is wrong, in one sentence without a full stop. */
  readonly reason: string;
  /** @default - the rule's */
  readonly severity?: Severity;
}

/** One kind of hazard: a pure function, and what to tell whoever meets it. */
export interface HazardRule {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  /** What to do, in one sentence without a full stop. */
  readonly mend: string;
  /** Ids of the same check elsewhere: Checkov, Trivy, Security Hub, cdk-nag. @default - none has it */
  readonly upstream?: readonly string[];
  /** Returns what the rule finds in the plans; empty if nothing. */
  find(facts: Facts): readonly Finding[];
}
