import {
  type Calibration,
  calibrationProblems,
  type EndpointSize,
  isToken,
  latestCalibration,
  limits,
  literalProblems,
  printed,
  type Target,
} from "@pictor/contracts";
import { endpointSizeProblems, held, heldText } from "./endpoint-size";

/** What the number of requests at once is computed from. */
export interface ConcurrencyInputs {
  /** Requests a second at the busiest time. */
  readonly expectedPeakRps: number;
  /** The endpoints in the order in which the router calls them. */
  readonly targets: readonly SizedTarget[];
  readonly calibration: readonly Calibration[];
  /**
   * Requests that all of the account's functions may work on at once: a literal, 10 in some new accounts.
   *
   * @default - not known: nothing is reserved
   */
  readonly accountConcurrency?: number;
  /**
   * Milliseconds that the router has for all targets together.
   *
   * @default limits.timeoutMs.router
   */
  readonly deadlineMs?: number;
}

/** A target and the largest size of its endpoint. */
export interface SizedTarget extends Pick<Target, "name" | "timeoutMs"> {
  readonly size: EndpointSize;
}

/** How many requests a function may work on at once. */
export interface ConcurrencyPlan {
  /**
   * Requests at once: those reserved; without a reservation all that the account has, or where that is not known what
   * may usefully wait.
   */
  readonly requests: number;
  /** Concurrency to reserve; `undefined` if the account is too small to reserve any, or its size is not known. */
  readonly reserved: number | undefined;
  /** The arithmetic, in a line. */
  readonly note: string;
  readonly warnings: readonly string[];
  readonly problems: readonly string[];
}

/** Room for what the peak is above its own average. */
const headroom = 1.3;

/**
 * Concurrency that no function of an account may reserve.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html (read 2026-11)
 */
const unreservedConcurrency = 100;

/** Share of a target's time that a request may spend waiting, so that the last one in a queue is answered in time too. */
const waitingShare = 0.8;

/**
 * Latency of the 99th percentile in milliseconds, where none was measured: some five times a ResNet50 of FP32 on two
 * cores (100 ms), since requests queue; serverless, one that is sometimes started for the request.
 * @see https://github.com/intel/neural-compressor/blob/master/docs/source/validated_model_list.md (read 2026-11)
 */
const conservativeP99Ms: Readonly<Record<EndpointSize["kind"], number>> = {
  realTime: 500,
  serverless: 2_000,
};

/**
 * Sizes a function by what may usefully wait, so that a burst waits and is not refused.
 *
 * By Little's law that is each target's throughput at its largest size × the time that a request may wait for it,
 * and never more than its servers hold in work and in their queues. The queues alone bound a target that was never
 * measured: only measured numbers refuse requests. The result is at least what the expected peak needs (requests a
 * second × p99 × 1.3) and at most what the account has. Only a measured need above that is a problem.
 *
 * Nothing is calculated from time-outs that are not above 0: `timeoutChainProblems` states their problem.
 */
export function planConcurrency(inputs: ConcurrencyInputs): ConcurrencyPlan {
  const { expectedPeakRps, targets, calibration } = inputs;
  const invalid = problemsOf(inputs);
  if (invalid.length > 0 || !targets.every(hasTime)) {
    return { requests: 1, reserved: 1, note: "", warnings: [], problems: invalid };
  }
  const measured = targets.map((target) => ({
    ...target,
    row: latestCalibration(calibration, target.size.capacity),
  }));
  const peak = peakNeed(expectedPeakRps, measured);
  const waits = usefulWaits(measured, inputs.deadlineMs ?? limits.timeoutMs.router);
  const useful = waits.reduce((sum, { requests }) => sum + requests, 0);
  const needed = Math.max(peak.requests, useful);
  const account = accountPlan(inputs.accountConcurrency, needed, peak);
  return {
    requests: account.requests,
    reserved: account.reserved,
    note: [
      `reserved concurrency ${account.reserved ?? "none"}: what may usefully wait is ${waits.map(({ text }) => text).join(" + ")}${waits.length > 1 ? ` = ${useful}` : ""}`,
      `the peak needs ${peak.text}`,
      account.note,
    ].join("; "),
    warnings: [
      ...measured
        .filter(({ row }) => row === undefined)
        .map(
          ({ name, size }) =>
            `latency of ${printed(name)} was never measured, ${conservativeP99Ms[size.kind]} ms is assumed: measure it under load and add a row for '${size.capacity}' to calibration of the release`,
        ),
      ...account.warnings,
    ],
    problems: account.problems,
  };
}

interface Peak {
  readonly requests: number;
  readonly text: string;
  readonly measured: boolean;
}

/** Plans how much of the account's concurrency the function reserves. */
function accountPlan(limit: number | undefined, needed: number, peak: Peak): ConcurrencyPlan {
  if (limit === undefined) {
    return {
      requests: needed,
      reserved: undefined,
      note: `accountConcurrency was not given, so the function shares what the account has; given the account's limit ('aws lambda get-account-settings'), ${needed} would be reserved`,
      warnings: [],
      problems: [],
    };
  }
  const reservable = limit - unreservedConcurrency;
  const most = reservable > 0 ? reservable : limit;
  const short = peak.requests > most;
  const over = `${peak.requests} requests at once are above the ${most} that an account limit of ${limit} leaves, raise the limit or lower expectedPeakRps`;
  const reserved = reservable > 0 ? Math.min(needed, most) : undefined;
  return {
    requests: reserved ?? limit,
    reserved,
    note:
      reserved === undefined
        ? `an account with ${limit} cannot reserve any, the function shares them`
        : `the account's ${limit} less ${unreservedConcurrency} unreserved leave ${reservable}`,
    warnings: [
      ...(reserved === undefined
        ? [
            `an account limit of ${limit} leaves nothing to reserve: the function works on ${limit} requests at once, less what other functions take, and the rest is answered 503; raise it by '${raiseLimit}'`,
          ]
        : []),
      ...(short && !peak.measured ? [over] : []),
    ],
    problems: short && peak.measured ? [over] : [],
  };
}

/** Asks AWS for the limit that most accounts have. */
const raiseLimit =
  "aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value 1000";

interface MeasuredTarget extends SizedTarget {
  readonly row: Calibration | undefined;
}

function problemsOf({
  expectedPeakRps,
  targets,
  accountConcurrency,
  calibration,
}: ConcurrencyInputs): string[] {
  return [
    ...(isToken(expectedPeakRps)
      ? literalProblems({ expectedPeakRps }, "the function's concurrency is computed from it")
      : Number.isFinite(expectedPeakRps) && expectedPeakRps > 0
        ? []
        : [`expectedPeakRps is ${printed(expectedPeakRps)}, it must be a number above 0`]),
    ...(accountConcurrency === undefined ||
    (Number.isSafeInteger(accountConcurrency) && accountConcurrency >= 1)
      ? []
      : [
          `accountConcurrency must be a whole number of at least 1 that is known at synthesis, got ${printed(accountConcurrency)}: leave it out to reserve nothing`,
        ]),
    ...targets.flatMap(({ name, size }) => endpointSizeProblems(name, size)),
    ...calibrationProblems("release.calibration", calibration),
  ];
}

function hasTime({ timeoutMs }: SizedTarget): boolean {
  return !isToken(timeoutMs) && Number.isFinite(timeoutMs) && timeoutMs > 0;
}

/** Requests at once at the expected peak, by the slowest target. */
function peakNeed(rps: number, targets: readonly MeasuredTarget[]): Peak {
  const [slowest] = targets
    .map(({ name, size, row }) => ({
      name,
      p99Ms: row?.p99Ms ?? conservativeP99Ms[size.kind],
      measured: row !== undefined,
    }))
    .toSorted((one, other) => other.p99Ms - one.p99Ms);
  const { name, p99Ms, measured } = slowest ?? { name: "none", p99Ms: 0, measured: false };
  const requests = Math.max(1, Math.ceil(((rps * p99Ms) / 1000) * headroom));
  const source = `p99 of ${printed(name)}, ${measured ? "measured" : "assumed"}`;
  return {
    requests,
    measured,
    text: `${rps} requests a second × ${p99Ms} ms (${source}) × ${headroom} = ${requests}`,
  };
}

/** What each target's requests may usefully be: at work, and waiting for at most the time that is left for it. */
function usefulWaits(
  targets: readonly MeasuredTarget[],
  deadlineMs: number,
): { requests: number; text: string }[] {
  let leftMs = deadlineMs;
  return targets.map(({ name, timeoutMs, size, row }) => {
    const waitMs = Math.min(timeoutMs, leftMs);
    leftMs -= waitMs;
    const places = waitMs > 0 ? held(size) : 0;
    const holds = `${heldText(size)} = ${held(size)}`;
    if (row === undefined) {
      return { requests: places, text: `${printed(name)} ${holds} (throughput not measured)` };
    }
    const rps = throughput(size, row);
    const answered = Math.floor((rps.value * waitMs * waitingShare) / 1000);
    const requests = Math.min(answered, places);
    return {
      requests,
      text: `${printed(name)} min(${rps.text} × ${waitMs} ms × ${waitingShare} = ${answered}, ${holds}) = ${requests}`,
    };
  });
}

/** Requests a second that an endpoint answers at its largest size. */
function throughput(size: EndpointSize, row: Calibration): { value: number; text: string } {
  switch (size.kind) {
    case "realTime":
      return {
        value: size.maxInstances * row.rps,
        text: `${size.maxInstances} × ${row.rps} requests a second`,
      };
    case "serverless":
      return {
        value: size.maxConcurrency / (row.p50Ms / 1000),
        text: `${size.maxConcurrency} containers / ${row.p50Ms} ms`,
      };
  }
}

/** What a caller should know if the gateway admits more requests at once than the function works on. */
export function burstWarning(burst: number, requests: number): string | undefined {
  return burst <= requests
    ? undefined
    : `the gateway admits ${burst} requests at once, but only ${requests} can be answered in time: the function works on those, and further requests get 503 with Retry-After at once`;
}
