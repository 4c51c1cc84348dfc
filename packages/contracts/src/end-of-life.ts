import { endRows } from "./end-of-life-rows";

/** What can reach its end of support. */
export type EndingKind =
  | "container image"
  | "Lambda runtime"
  | "AWS provider"
  | "CDKTF"
  | "Node.js"
  | "Python";

/** The last day on which something is patched, and where that stands. */
export interface EndOfLife {
  readonly kind: EndingKind;
  /** Identifier or version: `nodejs22.x`, `pytorch-inference:2.6`, `5`. */
  readonly name: string;
  /** ISO date. */
  readonly end: string;
  /** What to do, in words that follow a colon. */
  readonly next: string;
  readonly source: string;
  /** When the source was read (year and month). */
  readonly read: string;
}

/** Every known end of support: the only dates in Pictor. */
export const endsOfLife: readonly EndOfLife[] = endRows;

/** Days before an end on which the warnings begin: enough to plan the move. */
export const noticeDays = 180;

/** What {@link endOfLifeWarning} words. A row of {@link endsOfLife} is one, and so is a container of one's own. */
export type Ending = Pick<EndOfLife, "name" | "next"> & {
  readonly kind: EndingKind | "container";
  /** ISO date; `undefined` if nobody has announced one. */
  readonly end: string | undefined;
  readonly source?: string | undefined;
};

/**
 * The one sentence that says what ends, when, and what to do. All warnings of synthesis and `pictor preflight` use it.
 *
 * @param today ISO date
 * @returns undefined if the end is more than {@link noticeDays} days away
 */
export function endOfLifeWarning(ending: Ending, today: string): string | undefined {
  const { kind, name, end, next, source } = ending;
  const from = source === undefined ? "" : ` (${source})`;
  if (end === undefined) return `${kind} '${name}' has no announced end of support: ${next}${from}`;
  const daysLeft = Math.round((Date.parse(end) - Date.parse(today)) / 86_400_000);
  // A day that is none is reported by the check of the prop.
  if (!(daysLeft <= noticeDays)) return undefined;
  const when =
    daysLeft < 0 ? `has had no patches since ${end}` : `is patched until ${end} (${daysLeft} days)`;
  return `${kind} '${name}' ${when}: ${next}${from}`;
}

/** The row of something; undefined if no end is known here. */
export function endOfLife(kind: EndingKind, name: string): EndOfLife | undefined {
  return endsOfLife.find((row) => row.kind === kind && row.name === name);
}

/** The row of a name that the table must have. */
export function knownEnd(kind: EndingKind, name: string): EndOfLife {
  const found = endOfLife(kind, name);
  if (found === undefined) throw new Error(`the table of ends has no ${kind} '${name}'`);
  return found;
}

/** The end of a runtime of Lambda; undefined if none is known here. */
export function endOfRuntime(identifier: string): EndOfLife | undefined {
  return endOfLife("Lambda runtime", identifier);
}

/**
 * The end of an image, of which a version that is older than the oldest known one ended no later than that.
 *
 * @param image URI of the image: registry, repository and tag
 * @returns undefined if no end is known here
 */
export function endOfImage(image: string): EndOfLife | undefined {
  const [, repository, major, minor] = /\/([\w.-]+):(\d+)\.(\d+)/.exec(image) ?? [];
  const rows = endsOfLife.filter(
    ({ kind, name }) => kind === "container image" && name.startsWith(`${repository}:`),
  );
  const age = ([one = 0, other = 0]: readonly number[]) => one * 1000 + other;
  const version = age([Number(major), Number(minor)]);
  const ageOf = ({ name }: EndOfLife) => age(name.replace(/^.*:/, "").split(".").map(Number));
  // The table has the oldest version of each repository first.
  const [oldest] = rows;
  if (oldest !== undefined && version < ageOf(oldest)) return oldest;
  return rows.find((row) => ageOf(row) === version);
}
