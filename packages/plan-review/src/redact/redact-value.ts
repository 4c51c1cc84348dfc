import { hasTrue, isRecord } from "../plan/json";
import { hidden, hiddenAndChanged, type Mask } from "./mask";
import { mayNameSecret, type Secrecy, secrecyOfName } from "./secret-names";

/**
 * Hides the secrets in a value. A value without secrets is returned itself, not as a copy.
 *
 * @param trees what mirrors the value: true hides all that is below
 * @param mask hides secrets in texts
 */
export function redactValue(value: unknown, trees: readonly unknown[], mask: Mask): unknown {
  if (value === null || value === undefined) return value;
  if (trees.includes(true)) return hidden;
  if (typeof value === "string") return redactText(value, mask);
  if (typeof value !== "object") return value;
  if (!trees.some(hasTrue) && isPublic(JSON.stringify(value), mask)) return value;
  if (Array.isArray(value)) {
    const items = value.map((item, index) => redactValue(item, treesBelow(trees, index), mask));
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  return redactRecord(value as Readonly<Record<string, unknown>>, trees, mask);
}

function redactRecord(
  value: Readonly<Record<string, unknown>>,
  trees: readonly unknown[],
  mask: Mask,
): unknown {
  const valueIsSecret = isNamedSecret(value);
  const names = Object.keys(value);
  const masked = names.map(mask);
  const items = names.map((name) => {
    const inner = redactValue(value[name], treesBelow(trees, name), mask);
    return hideNamed(inner, secrecyIn(valueIsSecret, name));
  });
  if (names.every((name, at) => masked[at] === name && items[at] === value[name])) return value;
  const redacted = new Map<string, unknown>();
  masked.forEach((name, at) => {
    redacted.set(distinct(name, redacted), items[at]);
  });
  return Object.fromEntries(redacted);
}

function secrecyIn(valueIsSecret: boolean, name: string): Secrecy {
  return valueIsSecret && name.toLowerCase() === "value" ? "all" : secrecyOfName(name);
}

/** Texts in a value that are secret by their place, to be hidden in every other place too. */
export function secretsIn(value: unknown, trees: readonly unknown[], found: Set<string>): void {
  if (trees.includes(true)) collect(value, "all", found);
  else if (typeof value === "string") {
    const inner = hasNoNames(value) ? undefined : parsedJson(value);
    if (inner !== undefined) secretsIn(inner, [], found);
  } else if (typeof value !== "object" || value === null) {
    return;
  } else if (!trees.some(hasTrue) && hasNoNames(JSON.stringify(value))) {
    return;
  } else if (Array.isArray(value)) {
    value.forEach((item, index) => {
      secretsIn(item, treesBelow(trees, index), found);
    });
  } else if (isRecord(value)) {
    const valueIsSecret = isNamedSecret(value);
    for (const [name, item] of Object.entries(value)) {
      const secrecy = secrecyIn(valueIsSecret, name);
      if (secrecy === "none") secretsIn(item, treesBelow(trees, name), found);
      else collect(item, secrecy, found);
    }
  }
}

/** Marks hidden values that are other ones afterwards. */
export function markChanged(
  raw: { readonly before: unknown; readonly after: unknown },
  before: unknown,
  after: unknown,
): unknown {
  // Nothing of it is hidden.
  if (after === raw.after) return after;
  if (Array.isArray(after) && Array.isArray(before)) {
    const { before: a, after: b } = raw;
    if (!Array.isArray(a) || !Array.isArray(b)) return after;
    return after.map((item, index) =>
      markChanged({ before: a[index], after: b[index] }, before[index], item),
    );
  }
  if (isRecord(after) && isRecord(before)) {
    const { before: a, after: b } = raw;
    if (!isRecord(a) || !isRecord(b)) return after;
    return Object.fromEntries(
      Object.entries(after).map(([name, item]) => [
        name,
        markChanged({ before: a[name], after: b[name] }, before[name], item),
      ]),
    );
  }
  if (typeof after !== "string" || after !== before || !after.includes(hidden)) return after;
  if (JSON.stringify(raw.before) === JSON.stringify(raw.after)) return after;
  return after === hidden ? hiddenAndChanged : `${after} ${hiddenAndChanged}`;
}

function redactText(text: string, mask: Mask): string {
  if (isPublic(text, mask)) return text;
  const inner = parsedJson(text);
  if (inner === undefined) return mask(text);
  const redacted = redactValue(inner, [], mask);
  return redacted === inner ? text : JSON.stringify(redacted);
}

/** Whether a text, JSON included, certainly has no secret. Most texts of a plan need no further check. */
function isPublic(text: string, mask: Mask): boolean {
  return hasNoNames(text) && mask(text) === text;
}

/** Whether a text, JSON included, certainly has no name of a secret. Escapes could write one in other characters. */
function hasNoNames(text: string): boolean {
  return !text.includes("\\") && !mayNameSecret(text);
}

function parsedJson(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function hideNamed(value: unknown, secrecy: Secrecy): unknown {
  if (secrecy === "none" || value === null || value === undefined) return value;
  if (typeof value === "boolean" || value === "") return value;
  if (typeof value === "number") return secrecy === "all" ? hidden : value;
  if (Array.isArray(value)) return value.map((item) => hideNamed(item, secrecy));
  return hidden;
}

/** One word in letters, as a document has it for a kind or a state. */
const isWord = /^[A-Za-z]{1,15}$/;

function collect(value: unknown, secrecy: "texts" | "all", found: Set<string>): void {
  if (typeof value === "string") {
    const inner = parsedJson(value);
    found.add(value);
    if (inner !== undefined) {
      const parts = new Set<string>();
      collect(inner, secrecy, parts);
      // A secret document has ordinary words in it, which elsewhere are names of attributes and resources.
      for (const part of parts) if (!isWord.test(part)) found.add(part);
      secretsIn(inner, [], found);
    }
  } else if (typeof value === "number" && secrecy === "all") {
    found.add(String(value));
  } else if (typeof value === "object" && value !== null) {
    for (const item of Object.values(value)) collect(item, secrecy, found);
  }
}

/** Whether an object is one of a list of variables, and its name says that its value is secret. */
function isNamedSecret(value: Readonly<Record<string, unknown>>): boolean {
  return [value.name, value.Name, value.key, value.Key].some(
    (name) => typeof name === "string" && secrecyOfName(name) !== "none",
  );
}

/** The parts of trees that mirror a part of a value. */
export function treesBelow(trees: readonly unknown[], step: string | number): readonly unknown[] {
  if (trees.length === 0) return trees;
  return trees.flatMap((tree) =>
    typeof tree === "object" && tree !== null && Object.hasOwn(tree, step)
      ? [(tree as Record<string | number, unknown>)[step]]
      : [],
  );
}

function distinct(name: string, taken: ReadonlyMap<string, unknown>): string {
  if (!taken.has(name)) return name;
  for (let number = 2; ; number += 1) {
    if (!taken.has(`${name} ${number}`)) return `${name} ${number}`;
  }
}
