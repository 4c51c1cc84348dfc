/** Whether a value is an object, and no list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether two JSON values are equal; the order of an object's properties does not matter. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => isEqual(item, b[index]));
  }
  if (!isRecord(a) || !isRecord(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && isEqual(a[name], b[name]))
  );
}

/** Nesting that no plan of a provider has, and that the recursions here can bear. */
export const maximumDepth = 200;

/** Whether a JSON value nests deeper than {@link maximumDepth}. */
export function isTooDeep(value: unknown, depth = 0): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (depth >= maximumDepth) return true;
  for (const item of Object.values(value)) if (isTooDeep(item, depth + 1)) return true;
  return false;
}

/** Whether any leaf of a tree that mirrors a value is true. */
export function hasTrue(tree: unknown): boolean {
  if (typeof tree !== "object" || tree === null) return tree === true;
  return Object.values(tree).some(hasTrue);
}
