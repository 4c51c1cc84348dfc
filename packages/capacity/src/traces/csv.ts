import { minutesPerYear, type Trace } from "./trace";

/** Thrown for an invalid trace file. The message lists the problems by line. */
export class TraceError extends Error {
  public constructor(
    public readonly file: string,
    public readonly problems: readonly string[],
  ) {
    super(
      `${file} has ${problems.length} problem${problems.length === 1 ? "" : "s"}:\n${problems
        .slice(0, mostShown)
        .map((problem) => `- ${problem}`)
        .join(
          "\n",
        )}${problems.length > mostShown ? `\n- and ${problems.length - mostShown} more` : ""}`,
    );
  }
}

const mostShown = 10;
const mostMinutes = 3 * minutesPerYear;
const minute = 60_000;
const form = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/;

/**
 * Reads a trace from CSV: a header `time,requests`, then one line a minute, in ascending order. A missing minute has no
 * requests, as in an export of CloudWatch, which has no points for minutes without requests.
 *
 * @param file name of the file, for errors
 * @throws TraceError
 */
export function readTrace(text: string, file: string): Trace {
  const [header = "", ...lines] = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const columns = cells(header).map((cell) => cell.toLowerCase());
  const [time, requests] = [columns.indexOf("time"), columns.indexOf("requests")];
  if (time < 0 || requests < 0) {
    throw new TraceError(file, [
      `line 1 must be a header with the columns time and requests, got '${header.slice(0, 80)}'`,
    ]);
  }
  const problems: string[] = [];
  const counts: (readonly [at: number, count: number])[] = [];
  lines.forEach((line, index) => {
    if (line.trim() === "") return;
    const row = cells(line);
    const read = [timeOf(row[time] ?? ""), countOf(row[requests] ?? "")] as const;
    const wrong = read.filter((each) => typeof each === "string");
    const [at, count] = read;
    if (typeof at === "string" || typeof count === "string") {
      problems.push(...wrong.map((problem) => `line ${index + 2}: ${problem}`));
      return;
    }
    const last = counts.at(-1)?.[0];
    if (last !== undefined && at <= last) {
      problems.push(
        `line ${index + 2}: time must be a later minute than the line before, got '${row[time]}'`,
      );
    } else counts.push([at, count]);
  });
  return { name: file, ...filled(counts, problems, file) };
}

function filled(
  counts: readonly (readonly [number, number])[],
  problems: readonly string[],
  file: string,
): Omit<Trace, "name"> {
  const [first, last] = [counts[0]?.[0], counts.at(-1)?.[0]];
  if (problems.length > 0) throw new TraceError(file, problems);
  if (first === undefined || last === undefined) {
    throw new TraceError(file, ["it must have a minute, got a header alone"]);
  }
  const length = (last - first) / minute + 1;
  if (length > mostMinutes) {
    throw new TraceError(file, [`it must span at most ${mostMinutes} minutes, got ${length}`]);
  }
  const requests = new Array<number>(length).fill(0);
  for (const [at, count] of counts) requests[(at - first) / minute] = count;
  return { startsAt: first, requests };
}

function cells(line: string): string[] {
  return line.split(",").map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
}

function timeOf(cell: string): number | string {
  const at = form.test(cell) ? Date.parse(cell.replace(" ", "T")) : Number.NaN;
  return Number.isNaN(at)
    ? `time must be like '2026-01-05T08:00Z', with a zone, got '${cell}'`
    : Math.floor(at / minute) * minute;
}

function countOf(cell: string): number | string {
  const count = cell === "" ? Number.NaN : Number(cell);
  return Number.isSafeInteger(count) && count >= 0 && count <= 1e9
    ? count
    : `requests must be a whole number from 0 to 1000000000, got '${cell}'`;
}

/** Writes a trace as {@link readTrace} reads it. */
export function writeTrace({ requests, startsAt }: Trace): string {
  const rows = requests.map(
    (count, index) => `${new Date(startsAt + index * minute).toISOString().slice(0, 16)}Z,${count}`,
  );
  return `time,requests\n${rows.join("\n")}\n`;
}
