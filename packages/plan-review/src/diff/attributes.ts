import type { Path } from "../plan/change";
import { isEqual, isRecord } from "../plan/json";
import { compareStatements, type StatementChange } from "../policy/compare";
import { readDocument } from "../policy/document";
import { keyOf } from "./list-keys";
import { pathText, valueText } from "./text";

/** What happens to one attribute, all in texts that hold no secrets. */
export interface AttributeChange {
  /** For example `ingress[name=web].from_port`; an item of a list without keys is `subnet_ids[]`. */
  readonly path: string;
  /** Missing where there was no value. */
  readonly before?: string;
  /** Missing where there is no value afterwards; `(known after apply)` where nobody knows yet. */
  readonly after?: string;
  /** Whether this attribute forces the replacement. */
  readonly forcesReplacement: boolean;
  /** Of a policy document: its statements. */
  readonly statements?: readonly StatementChange[];
}

/** What stands for a value that only the apply finds out. */
export const unknownText = "(known after apply)";

/** What is compared. */
interface Compared {
  readonly before: unknown;
  readonly after: unknown;
  readonly unknown: unknown;
}

/** Returns the attributes that differ, as plain texts. */
export function attributeChanges(
  { before, after, unknown }: Compared,
  replacePaths: readonly Path[] = [],
): AttributeChange[] {
  const forcing = replacePaths.map(pathText);
  const found = differences({ before: before ?? {}, after: after ?? {}, unknown }, []);
  const changes = found.map((change) => ({
    ...change,
    forcesReplacement: forcing.some((path) => touches(plain(change.path), path)),
  }));
  // What forces a replacement is shown even where its values are hidden and equal.
  const shown = forcing.filter(
    (path) => !changes.some((change) => touches(plain(change.path), path)),
  );
  return [...changes, ...[...new Set(shown)].map((path) => ({ path, forcesReplacement: true }))];
}

function touches(path: string, forcing: string): boolean {
  const forced = plain(forcing);
  return (
    path === forced ||
    path.startsWith(`${forced}.`) ||
    forced.startsWith(`${path}.`) ||
    forced === ""
  );
}

function plain(path: string): string {
  return path.replaceAll(/\[[^\]]*\]/g, "");
}

type Difference = Omit<AttributeChange, "forcesReplacement">;

function differences({ before, after, unknown }: Compared, path: Path): Difference[] {
  if (unknown === true) return [difference(path, before, unknownText)];
  if (isRecord(before) && isRecord(after)) {
    const unknowns = isRecord(unknown) ? unknown : {};
    const names = new Set([
      ...Object.keys(before),
      ...Object.keys(after),
      ...Object.keys(unknowns),
    ]);
    return [...names].flatMap((name) => {
      const part = { before: before[name], after: after[name], unknown: unknowns[name] };
      return isSame(part) ? [] : differences(part, [...path, name]);
    });
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    return listDifferences(before, after, unknown, path);
  }
  if (isAbsent(before) && isRecord(after)) return differences({ before: {}, after, unknown }, path);
  if (isAbsent(after) && isRecord(before)) return differences({ before, after: {}, unknown }, path);
  if (isAbsent(before) && Array.isArray(after)) return listDifferences([], after, unknown, path);
  if (isAbsent(after) && Array.isArray(before)) return listDifferences(before, [], unknown, path);
  if (isEqual(before ?? null, after ?? null)) return [];
  return (
    policyDifference(before, after, path) ??
    jsonDifferences(before, after, path) ?? [
      difference(path, before, isAbsent(after) ? undefined : valueText(after)),
    ]
  );
}

/** Whether a value certainly stays the same, as most of a plan's values do. */
function isSame({ before, after, unknown }: Compared): boolean {
  return before === after && unknown === undefined;
}

function difference(path: Path, before: unknown, after: string | undefined): Difference {
  return {
    path: pathText(path),
    ...(!isAbsent(before) && { before: valueText(before) }),
    ...(after !== undefined && { after }),
  };
}

/** Matches items by a key that they have, else by their value: an item that moves in its list has not changed. */
function listDifferences(
  before: readonly unknown[],
  after: readonly unknown[],
  unknown: unknown,
  path: Path,
): Difference[] {
  const unknowns: readonly unknown[] = Array.isArray(unknown) ? unknown : [];
  const key = keyOf(before, after);
  if (key === undefined && before.length === 1 && after.length === 1 && isRecord(after[0])) {
    // A block that is there once keeps its place.
    return differences({ before: before[0], after: after[0], unknown: unknowns[0] }, [...path, 0]);
  }
  if (key !== undefined) {
    const names = new Set([...before, ...after].map(key));
    return [...names].flatMap((name) => {
      const at = after.findIndex((item) => key(item) === name);
      const was = before.find((item) => key(item) === name);
      return differences({ before: was, after: after[at], unknown: unknowns[at] }, [
        ...path,
        `[${name}]`,
      ]);
    });
  }
  const [was, is] = [before.map(idOf), after.map(idOf)];
  const removed = without(before, was, is);
  const added = without(after, is, was);
  if (removed.length + added.length === 0 && !isEqual(before, after)) {
    return [{ path: `${pathText(path)}[]`, before: "in another order", after: "reordered" }];
  }
  const itemPath = `${pathText(path)}[]`;
  const isUnknown = unknowns.length > after.length || unknowns.includes(true);
  return [
    ...removed.map((item) => ({ path: itemPath, before: valueText(item) })),
    ...added
      .filter((item) => item !== undefined && item !== null)
      .map((item) => ({ path: itemPath, after: valueText(item) })),
    ...(isUnknown ? [{ path: itemPath, after: unknownText }] : []),
  ];
}

/** The items of a list that another list does not have, each as often as it lacks them, by the ids of both lists. */
function without(
  items: readonly unknown[],
  ids: readonly string[],
  otherIds: readonly string[],
): unknown[] {
  const counts = new Map<string, number>();
  for (const id of otherIds) counts.set(id, (counts.get(id) ?? 0) + 1);
  return items.filter((_, at) => {
    const id = ids[at] ?? "";
    const count = counts.get(id) ?? 0;
    counts.set(id, count - 1);
    return count <= 0;
  });
}

function idOf(value: unknown): string {
  if (!isRecord(value)) return JSON.stringify(value);
  return JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function policyDifference(before: unknown, after: unknown, path: Path): Difference[] | undefined {
  const was = readDocument(before);
  const is = readDocument(after);
  if ((was === undefined && is === undefined) || (was === undefined && !isAbsent(before))) {
    return undefined;
  }
  if (is === undefined && !isAbsent(after)) return undefined;
  const statements = compareStatements(was ?? [], is ?? []);
  if (statements.length === 0 && was !== undefined && is !== undefined) {
    return [{ path: pathText(path), before: "the same statements", after: "written differently" }];
  }
  return [
    { ...difference(path, before, isAbsent(after) ? undefined : valueText(after)), statements },
  ];
}

/** Compares two JSON texts by their values. */
function jsonDifferences(before: unknown, after: unknown, path: Path): Difference[] | undefined {
  const was = structure(before);
  const is = structure(after);
  if (was === undefined || is === undefined) return undefined;
  const inner = differences({ before: was, after: is, unknown: false }, [...path, "(json)"]);
  if (inner.length > 0) return inner;
  return [{ path: pathText(path), before: "the same JSON", after: "written differently" }];
}

function structure(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return undefined;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}
