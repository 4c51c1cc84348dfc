import type { BlastRadius } from "../blast/blast-radius";
import type { AttributeChange } from "../diff/attributes";
import type { ChangeKind, FailedCheck } from "../plan/change";
import type { Severity } from "../severity";
import type { Waiver } from "../waivers/waiver";

/** Format of {@link Review} as JSON. It grows by properties; a change of meaning is another number. */
export const reviewSchemaVersion = 1;

/** What one or several plans change, risk and cost. It holds no secrets. */
export interface Review {
  readonly schema: typeof reviewSchemaVersion;
  /** The most serious hazard of all stacks; `none` if there is none. */
  readonly worst: Severity | "none";
  readonly stacks: readonly StackReview[];
  /** Waivers that no longer hold: any of them fails the review. */
  readonly expiredWaivers: readonly Waiver[];
  /** Waivers that match nothing in any of the plans. */
  readonly unusedWaivers: readonly Waiver[];
}

/** What one plan changes, risks and costs. */
export interface StackReview {
  readonly name: string;
  readonly terraformVersion: string;
  readonly worst: Severity | "none";
  /** The review in one sentence. */
  readonly verdict: string;
  /** Changes of managed resources by kind; each change has one kind. */
  readonly counts: Readonly<Record<ChangeKind, number>>;
  readonly summary: PlanSummary;
  /** What is destroyed or replaced, the worst first. */
  readonly losses: readonly Loss[];
  /** The most serious first. */
  readonly hazards: readonly Hazard[];
  /** What the security rules find that the plan brings with it, the most serious first. */
  readonly weaknesses: readonly Hazard[];
  /** What the security rules found before, too, and the plan leaves as it is. It decides about nothing. */
  readonly standing: readonly Hazard[];
  /** Hazards and weaknesses that a waiver accepts. They decide about nothing. */
  readonly waived: readonly WaivedHazard[];
  /** Missing where no traffic was given to price the plan with. */
  readonly cost?: CostDelta;
  /** What depends on what changes, in this plan and the others of the review. */
  readonly blast: BlastRadius;
  /** All that changes, by construct or module. */
  readonly groups: readonly ChangeGroup[];
  /** What changed outside of Terraform. */
  readonly drift: readonly DriftRow[];
  readonly outputs: readonly OutputRow[];
  readonly checks: readonly FailedCheck[];
  /** Why this review may not be all there is to know. */
  readonly reservations: readonly string[];
}

/** The numbers of Terraform's own last line: `Plan: 1 to import, 2 to add, 0 to change, 1 to destroy`. */
export interface PlanSummary {
  readonly import: number;
  readonly add: number;
  readonly change: number;
  readonly destroy: number;
  /** Objects that leave the state and stay. */
  readonly forget: number;
}

/** A resource that is destroyed or replaced. */
export interface Loss {
  readonly address: string;
  readonly constructPath?: string;
  readonly type: string;
  readonly kind: "destroy" | "replace" | "forgotten";
  /** Attributes that force the replacement. */
  readonly forcedBy: readonly string[];
  /** Terraform's reason in words. */
  readonly because: string;
  readonly loses: "data" | "service" | "nothing" | "unknown";
  /** What is lost or interrupted, in words. */
  readonly consequence: string;
}

/** Something a reviewer should know before the apply. */
export interface Hazard {
  /** Id of the rule, for example `endpoint-replaced`. */
  readonly rule: string;
  readonly severity: Severity;
  readonly address: string;
  readonly constructPath?: string;
  /** What is wrong, in one sentence. */
  readonly reason: string;
  /** What to do about it, in one sentence. */
  readonly mend: string;
  /** Ids of the same check elsewhere: Checkov, Trivy, Security Hub, cdk-nag. */
  readonly upstream?: readonly string[];
}

/** A hazard that a waiver accepts. */
export interface WaivedHazard extends Hazard {
  readonly waiver: Pick<Waiver, "reason" | "expiry">;
}

/** What a plan does to the monthly bill, in US dollars at list prices. */
export interface CostDelta {
  /** Name of the traffic that it was priced with. */
  readonly traffic: string;
  readonly before: number;
  readonly after: number;
  readonly delta: number;
  /** Resources whose cost changes, the largest change first. */
  readonly lines: readonly {
    readonly address: string;
    readonly before: number;
    readonly after: number;
  }[];
  /** What changes and costs, and has no price here: it is not in the numbers. */
  readonly unpriced: readonly { readonly address: string; readonly reason: string }[];
}

/** The changes of one construct or module. */
export interface ChangeGroup {
  readonly name: string;
  readonly changes: readonly ReviewedChange[];
}

/** One resource that changes. */
export interface ReviewedChange {
  readonly address: string;
  readonly previousAddress?: string;
  readonly importId?: string;
  readonly deposed?: string;
  readonly type: string;
  readonly kind: ChangeKind;
  readonly createsFirst: boolean;
  readonly attributes: readonly AttributeChange[];
}

/** One attribute of one type that changed outside of Terraform, in however many resources. */
export interface DriftRow {
  readonly type: string;
  /** `(deleted)` where the whole object is gone. */
  readonly attribute: string;
  readonly count: number;
  /** At most three of them. */
  readonly examples: readonly string[];
}

/** An output that changes. */
export interface OutputRow {
  readonly name: string;
  readonly kind: "create" | "update" | "destroy";
  readonly before?: string;
  readonly after?: string;
}
