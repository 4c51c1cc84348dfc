import type { Change } from "../plan/change";
import { readDocument } from "../policy/document";
import { widened } from "../policy/widened";
import { after, before, differs, isUnknown, text } from "./values";

/** Attributes that hold policy documents. */
const attributes = ["policy", "assume_role_policy", "access_policy", "access_policies"];

/** How a change of a resource changes who may do what. */
export interface PolicyEffect {
  readonly attribute: string;
  /** Sentences of {@link widened}; empty if nobody may do more. */
  readonly wider: readonly string[];
  /** Whether the document after is known only after the apply. */
  readonly isUnknown: boolean;
}

/** Compares the policies of a resource before and after a change, of those that change. */
export function policyEffects(change: Change): readonly PolicyEffect[] {
  if (change.kind === "destroy" && /_policy$/.test(change.type)) return denialsLost(change);
  return attributes.flatMap((attribute): PolicyEffect[] => {
    if (!differs(change, attribute)) return [];
    if (isUnknown(change, attribute)) return [{ attribute, wider: [], isUnknown: true }];
    const is = readDocument(after(change)[attribute]);
    if (is === undefined) return [];
    const was = readDocument(before(change)[attribute]) ?? [];
    const wider = widened(was, is);
    return wider.length === 0 ? [] : [{ attribute, wider, isUnknown: false }];
  });
}

/** A policy that goes takes its denials with it. */
function denialsLost(change: Change): readonly PolicyEffect[] {
  return attributes.flatMap((attribute) => {
    const was = readDocument(before(change)[attribute]) ?? [];
    const wider = widened(was, []);
    return wider.length === 0 ? [] : [{ attribute, wider, isUnknown: false }];
  });
}

/** Types whose policies say what an identity may do, or who may become it. */
export const identityTypes: readonly string[] = [
  "aws_iam_role",
  "aws_iam_policy",
  "aws_iam_role_policy",
  "aws_iam_user_policy",
  "aws_iam_group_policy",
];

/** Whether a resource belongs to a role that deploys: it can do most, and so can whoever changes it. */
export function isOfDeployRole(change: Change): boolean {
  const names = [change, { ...change, after: change.before }].flatMap((each) =>
    ["name", "name_prefix", "role"].map((attribute) => text(after(each), attribute)),
  );
  return [change.address, ...names].some(
    (name) => /deploy/i.test(name) && !/deployment/i.test(name),
  );
}

/** At most so many sentences in a reason. */
const longestList = 3;

/** Joins sentences, and says how many more there are. */
export function listed(sentences: readonly string[]): string {
  const more = sentences.length - longestList;
  return `${sentences.slice(0, longestList).join("; ")}${more > 0 ? `; and ${more} more` : ""}`;
}
