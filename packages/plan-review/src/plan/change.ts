import type { References } from "./references";

/**
 * What happens to a resource. A change has exactly one kind: an update of an imported or moved resource is an `update`,
 * with {@link Change.importId} or {@link Change.previousAddress}.
 */
export type ChangeKind =
  | "create"
  | "update"
  | "replace"
  | "destroy"
  /** Another address in the state, and nothing else. */
  | "moved"
  /** Taken into the state, and nothing else. */
  | "imported"
  /** Taken out of the state; the object itself stays. */
  | "forgotten"
  /** An update of tags and labels alone. */
  | "tagOnly"
  | "noOp"
  /** A data source that is read during the apply. */
  | "read";

/** Every {@link ChangeKind}, the most serious first. */
export const changeKinds: readonly ChangeKind[] = [
  "destroy",
  "replace",
  "forgotten",
  "update",
  "create",
  "imported",
  "moved",
  "tagOnly",
  "read",
  "noOp",
];

/** Steps from a resource's attributes to a value: names of attributes and keys, and indices of lists. */
export type Path = readonly (string | number)[];

/** What a plan does to one resource. */
export interface Change {
  readonly kind: ChangeKind;
  readonly address: string;
  /** Address before a move. */
  readonly previousAddress?: string;
  /** Address of the module that holds it; empty in the root module. */
  readonly module: string;
  readonly mode: "managed" | "data";
  /** Terraform's type, for example `aws_lambda_function`. */
  readonly type: string;
  /** Address of the provider in its registry; empty if the plan names none. */
  readonly provider: string;
  /** Path in the tree of constructs, where the stack's `cdk.tf.json` was given. */
  readonly constructPath?: string;
  /** Of a replacement: whether the new resource is there before the old one goes. */
  readonly createsFirst: boolean;
  /** Of a replacement: whether the old object stays, outside of the state. */
  readonly forgetsOld: boolean;
  /** The attributes that force a replacement. */
  readonly replacePaths: readonly Path[];
  /** Terraform's word for why, for example `replace_because_cannot_update`. */
  readonly reason?: string;
  /** Identifier of the object that is imported; empty if it is not known yet. */
  readonly importId?: string;
  /** Key of a deposed object: what a failed replacement left behind. */
  readonly deposed?: string;
  /** Attributes before; null if there is no object. */
  readonly before: unknown;
  /** Attributes after, as far as they are known; null if there is no object. */
  readonly after: unknown;
  /** Mirrors `after`: true where a value is known only after the apply. */
  readonly unknown: unknown;
  /** Mirrors `before`: true where a value, or all that is in it, is secret. */
  readonly sensitiveBefore: unknown;
  /** Mirrors `after`: true where a value, or all that is in it, is secret. */
  readonly sensitiveAfter: unknown;
}

/** What a plan does to one output of the root module. */
export interface OutputChange
  extends Pick<Change, "before" | "after" | "unknown" | "sensitiveBefore" | "sensitiveAfter"> {
  readonly name: string;
  readonly kind: "create" | "update" | "destroy" | "noOp";
}

/** A condition or a `check` block that did not pass. */
export interface FailedCheck {
  readonly address: string;
  readonly status: "fail" | "error" | "unknown";
  readonly messages: readonly string[];
}

/** What a plan says, in the words of this package. */
export interface Plan {
  readonly terraformVersion: string;
  readonly changes: readonly Change[];
  /** What differs from the state without Terraform having done it. */
  readonly drift: readonly Change[];
  readonly outputs: readonly OutputChange[];
  readonly checks: readonly FailedCheck[];
  /** Why the plan is not all that there is to apply, in sentences. */
  readonly reservations: readonly string[];
  /** What the configuration of each resource refers to. */
  readonly references: References;
  /** Values of sensitive variables. */
  readonly sensitiveVariables: readonly unknown[];
  /** The parsed file, for readers of resources. It holds secrets. */
  readonly json: Readonly<Record<string, unknown>>;
}
