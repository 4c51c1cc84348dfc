import type { Change } from "../plan/change";
import { hasTrue, isEqual, isRecord } from "../plan/json";

/** Attributes of a resource, blocks and objects alike. */
export type Values = Readonly<Record<string, unknown>>;

/** Attributes before; none if there is no object. */
export function before({ before: values }: Change): Values {
  return isRecord(values) ? values : {};
}

/** Attributes after, as far as they are known; none if there is no object. */
export function after({ after: values }: Change): Values {
  return isRecord(values) ? values : {};
}

/** Whether more than labels changes: the object is updated in place, or replaced. */
export function isChanged({ kind }: Change): boolean {
  return kind === "update" || kind === "replace";
}

/** Whether an attribute has another value afterwards, or one that is not known yet. */
export function differs(change: Change, name: string): boolean {
  return isUnknown(change, name) || !isEqual(before(change)[name], after(change)[name]);
}

/** Whether an attribute, or a part of it, is known only after the apply. */
export function isUnknown({ unknown }: Change, name: string): boolean {
  return isRecord(unknown) && hasTrue(unknown[name]);
}

/** Blocks of a name: Terraform writes them as a list, also where there can be only one. */
export function blocks(values: Values, name: string): readonly Values[] {
  return [values[name]].flat().filter(isRecord);
}

/** A text; empty if it is missing. */
export function text(values: Values, name: string): string {
  const value = values[name];
  return typeof value === "string" ? value : "";
}

/** A number, also one that is written as text; undefined if it is missing. */
export function number(values: Values, name: string): number | undefined {
  const found = Number.parseFloat(String(values[name]));
  return Number.isNaN(found) ? undefined : found;
}

/** Whether a number is greater after the change; not if it is missing before or after. */
export function rises(change: Change, name: string): boolean {
  const was = number(before(change), name) ?? Number.POSITIVE_INFINITY;
  return (number(after(change), name) ?? Number.NEGATIVE_INFINITY) > was;
}

/** Whether a number is less after the change; not if it is missing before or after. */
export function falls(change: Change, name: string): boolean {
  const was = number(before(change), name) ?? Number.NEGATIVE_INFINITY;
  return (number(after(change), name) ?? Number.POSITIVE_INFINITY) < was;
}

/** Texts of a list; none if it is missing. */
export function texts(values: Values, name: string): readonly string[] {
  return [values[name]].flat().filter((item) => typeof item === "string");
}
