import type { Finding, HazardRule } from "../hazards/rule";
import { after, isUnknown, type Values } from "../hazards/values";
import { configuredAddress, indicesOf } from "../plan/address";
import type { Change } from "../plan/change";
import { isRecord } from "../plan/json";
import { readDocument, type Statement } from "../policy/document";

/** What a rule looks at. */
export type Facts = Parameters<HazardRule["find"]>[0];

const byType = new WeakMap<Facts["changes"], Map<string, Change[]>>();

/** Resources of some types that exist after the apply. */
export function present({ changes }: Facts, ...types: readonly string[]): readonly Change[] {
  let index = byType.get(changes);
  if (index === undefined) {
    index = new Map();
    for (const change of changes) {
      if (!isRecord(change.after) || change.deposed !== undefined) continue;
      const list = index.get(change.type);
      if (list === undefined) index.set(change.type, [change]);
      else list.push(change);
    }
    byType.set(changes, index);
  }
  return types.flatMap((type) => index.get(type) ?? []);
}

/** Attributes by which another resource names one. */
const identities = ["id", "arn", "bucket", "name", "url", "key_id", "function_name", "table_name"];

/** Whether an attribute of one resource names another resource: by a value, or by a reference if it is unknown. */
export function names(facts: Facts, from: Change, attribute: string, to: Change): boolean {
  const value = after(from)[attribute];
  if (typeof value === "string" && value !== "") {
    return identities.some((identity) => after(to)[identity] === value);
  }
  const target = configuredAddress(to.address);
  const isReferred = (facts.references?.get(configuredAddress(from.address)) ?? []).some(
    (reference) => reference.attribute === attribute && reference.to === target,
  );
  const [one, other] = [indicesOf(from.address), indicesOf(to.address)];
  return isReferred && (one === "" || other === "" || one === other);
}

/** Resources of a type whose attribute names a resource. */
export function linked(
  facts: Facts,
  to: Change,
  type: string,
  attribute: string,
): readonly Change[] {
  return present(facts, type).filter((from) => names(facts, from, attribute, to));
}

/** Resources that lack something, with the same reason each. */
export function lacking(
  resources: readonly Change[],
  hasIt: (resource: Change) => boolean,
  reason: string,
): readonly Finding[] {
  return resources.filter((each) => !hasIt(each)).map((change) => ({ change, reason }));
}

/** Whether an attribute has a value, be it one that is known only after the apply. */
export function isSet(change: Change, name: string): boolean {
  const value = after(change)[name];
  const isEmpty = value === undefined || value === null || value === "";
  return !isEmpty || isUnknown(change, name);
}

const documents = new WeakMap<Change, Map<string, readonly Statement[]>>();

/** Statements of a policy; none if there is no policy, or it is unknown. */
export function statements(change: Change, attribute = "policy"): readonly Statement[] {
  const known = documents.get(change)?.get(attribute);
  if (known !== undefined) return known;
  const found = readDocument(after(change)[attribute]) ?? [];
  const own = documents.get(change) ?? new Map<string, readonly Statement[]>();
  documents.set(change, own.set(attribute, found));
  return found;
}

/** Attributes of a block that is there once; none if it is missing. */
export function block(values: Values, name: string): Values {
  const first = [values[name]].flat()[0];
  return isRecord(first) ? first : {};
}

/** Whether a statement allows everybody something without a condition. */
export function isOpen({ effect, principals, notPrincipals, conditions }: Statement): boolean {
  const isAnybody = principals?.includes("*") === true || notPrincipals !== undefined;
  return effect === "Allow" && isAnybody && conditions.length === 0;
}
