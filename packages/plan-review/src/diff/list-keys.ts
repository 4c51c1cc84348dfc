import { isRecord } from "../plan/json";

/** Attributes that name an item of a list, the most telling first. */
const keys = [
  "sid",
  "id",
  "name",
  "key",
  "variant_name",
  "rule_id",
  "action_name",
  "header_name",
  "path",
  "attribute",
  "alias",
  "device_name",
  "priority",
  "type",
];

/**
 * Returns a function that names the items of two lists; undefined if the items are no objects, or none of the known
 * keys tells those of either list apart.
 */
export function keyOf(
  before: readonly unknown[],
  after: readonly unknown[],
): ((item: unknown) => string) | undefined {
  const items = [...before, ...after];
  if (items.length === 0 || !items.every(isRecord)) return undefined;
  const [first] = items;
  const key = keys.find(
    (name) => first?.[name] !== undefined && isUnique(before, name) && isUnique(after, name),
  );
  if (key === undefined) return undefined;
  return (item) => (isRecord(item) ? `${key}=${String(item[key])}` : "");
}

function isUnique(items: readonly unknown[], name: string): boolean {
  const values = items.map((item) => (isRecord(item) ? item[name] : undefined));
  return (
    new Set(values).size === values.length &&
    values.every(
      (value) => (typeof value === "string" && value !== "") || typeof value === "number",
    )
  );
}
