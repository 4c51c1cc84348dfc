import { replacerOf, shortestSearched } from "./search";
import { secretPatterns } from "./secret-patterns";

/** What stands in place of a secret. */
export const hidden = "(secret)";

/** What stands in place of a secret that is another one afterwards. */
export const hiddenAndChanged = "(secret, changed)";

/** Hides secrets in a text, and returns the rest of it. */
export type Mask = (text: string) => string;

/** Matches every text that a pattern matches, and some more: most texts match nothing and need no second look. */
const suspect = new RegExp(
  secretPatterns.map(({ source }) => source.replaceAll("(?<secret>", "(?:")).join("|"),
  "i",
);

/** Returns a mask of what is secret by its look. */
export function maskOf(patterns: readonly RegExp[] = []): Mask {
  const further = patterns.map(everywhere);
  return (text) => {
    const masked = suspect.test(text) ? secretPatterns.reduce(hideIn, text) : text;
    return further.reduce(hideIn, masked);
  };
}

/** Returns a mask that also hides known secrets, and what they are inside of JSON texts. */
export function maskOfKnown(known: ReadonlySet<string>, mask: Mask): Mask {
  const searched = [...known]
    .filter((secret) => secret.length >= shortestSearched)
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]);
  const hideKnown = replacerOf(new Set(searched), hidden);
  return (text) => mask(hideKnown(text));
}

function hideIn(text: string, pattern: RegExp): string {
  return text.replace(pattern, (match, ...rest: unknown[]) => {
    const groups = rest.at(-1);
    const secret =
      typeof groups === "object" && groups !== null && "secret" in groups
        ? groups.secret
        : undefined;
    if (typeof secret !== "string") return hidden;
    return secret.startsWith(hidden) ? match : replaceLast(match, secret);
  });
}

function replaceLast(text: string, part: string): string {
  const at = text.lastIndexOf(part);
  return `${text.slice(0, at)}${hidden}${text.slice(at + part.length)}`;
}

function everywhere(pattern: RegExp): RegExp {
  return pattern.global ? pattern : new RegExp(pattern.source, `${pattern.flags}g`);
}
