import type { ChangeKind } from "../plan/change";

/** A resource in the drawing. */
export interface BlastNode {
  /** Unique in the review: `<stack>/<address>` for a resource of another stack. */
  readonly id: string;
  readonly address: string;
  /** Name of its stack, if it is not the reviewed one. */
  readonly stack?: string;
  readonly type: string;
  readonly kind: ChangeKind;
}

/** One resource depends on another one. */
export interface BlastEdge {
  /** Id of the one that depends. */
  readonly from: string;
  readonly to: string;
  /** Attribute that refers, or what the one does with the other at run time, such as `invokes`. */
  readonly via: string;
  /** Whether requests take this way, besides Terraform's own order. */
  readonly runtime: boolean;
}

/** What depends on one resource that changes. */
export interface Dependents {
  readonly address: string;
  readonly kind: ChangeKind;
  /** How many resources depend on it, directly or through others. */
  readonly count: number;
  /** Those that refer to it directly; at most ten. */
  readonly direct: readonly string[];
  /** The way of requests from an entry, such as an API, to the resource; missing if there is none. */
  readonly path?: readonly string[];
}

/** What refers to what changes. */
export interface BlastRadius {
  /** What changes and its neighbours: at most 150, the most serious first. */
  readonly nodes: readonly BlastNode[];
  readonly edges: readonly BlastEdge[];
  /** How many of the changed resources and their neighbours are not among the nodes. */
  readonly left: number;
  /** Changed resources on which others depend, the most serious first. */
  readonly dependents: readonly Dependents[];
}

/** Most resources in one drawing: more cannot be read. */
export const mostNodes = 150;
