/** Shortest text that is searched for; a shorter one would hide ordinary words. */
export const shortestSearched = 8;

/** Bits of the rolling hash of five characters. Each character leaves it after five more. */
const hashBits = 20;

const hashMask = 2 ** hashBits - 1;

/**
 * Returns a function that replaces every occurrence of many texts, the first and then the longest of those that
 * overlap.
 *
 * The time grows with the length of the text and hardly with the number of texts. A regular expression of all of them
 * would try most of them at each character.
 *
 * @param searched texts; those with fewer than {@link shortestSearched} characters are not searched for
 */
export function replacerOf(
  searched: Iterable<string>,
  replacement: string,
): (text: string) => string {
  const byStart = new Map<string, string[]>();
  const starts = new Uint8Array(hashMask + 1);
  for (const each of searched) {
    const start = each.slice(0, shortestSearched);
    if (start.length < shortestSearched) continue;
    byStart.set(start, [...(byStart.get(start) ?? []), each]);
    starts[hashOf(start)] = 1;
  }
  if (byStart.size === 0) return (text) => text;
  for (const texts of byStart.values()) texts.sort((a, b) => b.length - a.length);
  return (text) => {
    let result = "";
    let done = 0;
    let hash = 0;
    for (let end = 1; end <= text.length; end += 1) {
      hash = next(hash, text.charCodeAt(end - 1));
      const at = end - shortestSearched;
      if (at < done || starts[hash] === 0) continue;
      const match = byStart.get(text.slice(at, end))?.find((each) => text.startsWith(each, at));
      if (match === undefined) continue;
      result += text.slice(done, at) + replacement;
      done = at + match.length;
    }
    return done === 0 ? text : result + text.slice(done);
  };
}

function hashOf(text: string): number {
  let hash = 0;
  for (let at = 0; at < text.length; at += 1) hash = next(hash, text.charCodeAt(at));
  return hash;
}

function next(hash: number, code: number): number {
  return ((hash << 4) ^ code) & hashMask;
}
