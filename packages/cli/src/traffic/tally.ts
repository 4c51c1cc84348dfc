import { percentile } from "../checks/calibrate/stage";

/** What became of one request. */
export interface Answer {
  /** HTTP status, or why there was no answer. */
  readonly status: number | string;
  /** Endpoint that answered. */
  readonly servedBy?: string;
  readonly milliseconds: number;
}

/** What became of all requests so far. */
export interface TrafficResult {
  readonly sent: number;
  /** Requests that began later than they should: too many were under way. */
  readonly late: number;
  readonly byStatus: Readonly<Record<string, number>>;
  readonly byServer: Readonly<Record<string, number>>;
  /** Of the answers with 200; missing where there was none. */
  readonly p50Ms?: number;
  readonly p99Ms?: number;
}

/** Counts answers as they come. */
export class Tally {
  public late = 0;
  private sent = 0;
  private readonly byStatus = new Map<string, number>();
  private readonly byServer = new Map<string, number>();
  private readonly times: number[] = [];

  public add({ milliseconds, servedBy, status }: Answer): void {
    this.sent += 1;
    count(this.byStatus, String(status));
    if (servedBy !== undefined) count(this.byServer, servedBy);
    if (status === 200) this.times.push(milliseconds);
  }

  public get result(): TrafficResult {
    const [p50Ms, p99Ms] = [0.5, 0.99].map((share) => Math.round(percentile(this.times, share)));
    return {
      sent: this.sent,
      late: this.late,
      byStatus: sorted(this.byStatus),
      byServer: sorted(this.byServer),
      ...(this.times.length > 0 && { p50Ms, p99Ms }),
    };
  }
}

/** A result on one line. */
export function renderTraffic({
  byServer,
  byStatus,
  late,
  p50Ms,
  p99Ms,
  sent,
}: TrafficResult): string {
  const counts = (of: Readonly<Record<string, number>>, join: string) =>
    Object.entries(of).map(([name, number]) => `${number}${join}${name}`);
  return [
    `${sent} requests`,
    ...counts(byStatus, " × "),
    ...(p50Ms === undefined ? [] : [`p50 ${p50Ms} ms, p99 ${p99Ms} ms`]),
    ...counts(byServer, " by "),
    ...(late === 0 ? [] : [`${late} sent late`]),
  ].join(", ");
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function sorted(counts: ReadonlyMap<string, number>): Readonly<Record<string, number>> {
  return Object.fromEntries([...counts].sort(([a], [b]) => a.localeCompare(b)));
}
