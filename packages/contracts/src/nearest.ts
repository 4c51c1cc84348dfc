/** Most edits that are still a slip of the fingers. */
const mostEdits = 3;

/** Fewest characters that a word and what it abbreviates have in common. */
const shortestBeginning = 3;

/**
 * Returns the candidate that was most likely meant by a mistyped word: the one with the fewest edits (a character
 * inserted, left out or replaced, or two neighbours swapped), at most three and fewer than half of the word; else one
 * that begins the word, or that the word begins, by three characters or more.
 * For example `prod` for `prdo`.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const typed = word.toLowerCase();
  const [best] = candidates
    .map((name) => ({ name, edits: editsBetween(typed, name.toLowerCase()) }))
    .filter(({ name, edits }) => {
      const longest = Math.max(typed.length, name.length);
      return edits <= mostEdits && edits * 2 < longest;
    })
    .sort((one, other) => one.edits - other.edits);
  return best?.name ?? candidates.find((name) => begins(typed, name.toLowerCase()));
}

function begins(one: string, other: string): boolean {
  const shorter = Math.min(one.length, other.length);
  return shorter >= shortestBeginning && one.slice(0, shorter) === other.slice(0, shorter);
}

/** A sentence about a word that is not among those allowed, with the likely one. */
export function unknownName(what: string, word: string, allowed: readonly string[]): string {
  const meant = nearest(word, allowed);
  return `unknown ${what} '${word}'${meant === undefined ? "" : `, did you mean '${meant}'?`}`;
}

/** Optimal string alignment distance. */
function editsBetween(one: string, other: string): number {
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number): number => rows[row]?.[column] ?? 0;
  for (let row = 1; row <= one.length; row += 1) {
    rows[row] = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const replaced = one[row - 1] === other[column - 1] ? 0 : 1;
      const swapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      (rows[row] as number[])[column] = Math.min(
        at(row - 1, column) + 1,
        at(row, column - 1) + 1,
        at(row - 1, column - 1) + replaced,
        ...(row > 1 && column > 1 && swapped ? [at(row - 2, column - 2) + 1] : []),
      );
    }
  }
  return at(one.length, other.length);
}
