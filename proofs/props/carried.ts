/** What a probe put in a valid value's place, and how each is written in Terraform's JSON. */
export interface Substitution {
  readonly valid: unknown;
  readonly probe: unknown;
}

const variable = "var.probe";

/** A place in the synthesised JSON that differs by more than the value that was exchanged. */
export interface Difference {
  readonly at: string;
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * Differences between two synthesised stacks that the exchange of a value does not explain: something was computed
 * from it. Documents in strings are compared as documents.
 */
export function derived(
  before: unknown,
  after: unknown,
  exchange: Substitution,
  at = "",
): Difference[] {
  if (same(before, after) || isExchange(before, after, exchange)) return [];
  if (typeof before === "string" && typeof after === "string") {
    const documents = [before, after].map(parsed);
    return documents.every((document) => document !== undefined)
      ? derived(documents[0], documents[1], exchange, `${at}$`)
      : [{ at, before, after }];
  }
  if (
    !isComposite(before) ||
    !isComposite(after) ||
    Array.isArray(before) !== Array.isArray(after)
  ) {
    return [{ at, before, after }];
  }
  const left = new Map(Object.entries(before));
  const differences: Difference[] = [];
  for (const [key, value] of Object.entries(after)) {
    const old = left.has(key)
      ? key
      : [...left.keys()].find((name) => textIsExchanged(name, key, exchange));
    if (old === undefined)
      differences.push({ at: `${at}.${key}`, before: undefined, after: value });
    else differences.push(...derived(left.get(old), value, exchange, `${at}.${key}`));
    if (old !== undefined) left.delete(old);
  }
  for (const [key, value] of left)
    differences.push({ at: `${at}.${key}`, before: value, after: undefined });
  return differences;
}

/** Whether a value of the JSON is the exchanged one, or a text that it is part of. */
function isExchange(before: unknown, after: unknown, exchange: Substitution): boolean {
  const { valid, probe } = exchange;
  if (same(before, valid) && same(after, written(probe))) return true;
  if (typeof before === "object" || typeof after === "object") return false;
  return textIsExchanged(String(before), withoutJoins(String(after)), exchange);
}

function textIsExchanged(before: string, after: string, { valid, probe }: Substitution): boolean {
  if (Array.isArray(valid) && isTokenOfProbe(probe)) {
    const list = `[${valid.map((item) => JSON.stringify(item)).join(", ")}]`;
    return before.replaceAll(list, variable) === after;
  }
  if (isComposite(valid) || isComposite(probe)) return false;
  const [old, fresh] = [String(valid), String(written(probe))];
  if (old === "") return false;
  if (before.replaceAll(old, fresh) === after) return true;
  if (fresh === "") return isWithoutSome(before, old, after);
  const back = fresh.includes(variable)
    ? after.replaceAll(`\${${variable}}`, old).replaceAll(variable, JSON.stringify(old))
    : after.replaceAll(fresh, old);
  return back === before || back.replaceAll(`"${old}"`, old) === before;
}

/** Whether `after` is `before` without some of the places that hold `part`: others may hold the same by chance. */
function isWithoutSome(before: string, part: string, after: string): boolean {
  const literal = (text: string): string => text.replaceAll(/[$()*+.?[\\\]^{|}]/g, "\\$&");
  const between = before.split(part).map(literal);
  return new RegExp(`^${between.join(`(?:${literal(part)})?`)}$`).test(after);
}

/** CDKTF joins a text with tokens in it, where the text is part of a function's argument: here it is one text again. */
function withoutJoins(text: string): string {
  return text.replaceAll(/join\("", \[([^\]]*)\]\)/g, (_, items: string) => {
    const parts = items
      .split(", ")
      .map((item) => (item.startsWith('"') ? item.slice(1, -1) : `\${${item}}`));
    return `"${parts.join("")}"`;
  });
}

/** How a probe is written in the JSON: tokens as the expression that they stand for. */
function written(probe: unknown): unknown {
  return isTokenOfProbe(probe) ? `\${${variable}}` : probe;
}

function isTokenOfProbe(probe: unknown): boolean {
  if (typeof probe === "string") return probe.includes("${TfToken[");
  if (typeof probe === "number") return Math.abs(probe) > 1e100 && Number.isFinite(probe);
  return (
    Array.isArray(probe) &&
    probe.length === 1 &&
    (isTokenOfProbe(probe[0]) || String(probe[0]).startsWith("#{TfToken["))
  );
}

function parsed(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isComposite(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function same(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
