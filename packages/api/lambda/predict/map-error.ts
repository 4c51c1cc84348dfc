import { type StatusCode, statusTable } from "@pictor/contracts";
import { parseJson } from "./model-answer";
import type { Failure } from "./problem";

/**
 * Who caused a failure: `caller` if every target would refuse the request, `load` if the target is healthy and has too
 * much to do or is still starting.
 */
export type Cause = "caller" | "load" | "target";

/**
 * Whether the router calls the same target again: `atOnce` if another worker or instance may answer, `later` if the
 * server needs a moment. Never for a failure that the SDK retries by itself.
 */
export type Retry = "never" | "atOnce" | "later";

/** Why an invocation failed, and what follows for the router. */
export interface InvocationFailure extends Failure {
  readonly cause: Cause;
  readonly retry: Retry;
  /** Whether the image reached a worker, or may have. */
  readonly reachedWorker: boolean;
  /** Whether the worker died, perhaps of the image. */
  readonly workerDied: boolean;
  /** Whether the target gave no answer in its time. */
  readonly unresponsive: boolean;
  /** What happened, for the log: names and numbers only, nothing that a caller sent. */
  readonly logged: string;
}

/**
 * Statuses by the name of the SDK's error.
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html#API_runtime_InvokeEndpoint_Errors
 */
const codeByName: Readonly<Record<string, StatusCode>> = {
  ThrottlingException: "throttled",
  ModelNotReadyException: "no-capacity",
  ServiceUnavailable: "no-capacity",
  ServiceUnavailableException: "no-capacity",
  TimeoutError: "deadline",
  AbortError: "deadline",
};

/** Errors of a healthy target: it has too much to do, or is still starting. */
const loadErrors: readonly string[] = ["ThrottlingException", "ModelNotReadyException"];

/** Statuses by the HTTP status, for errors of another name. */
const codeByStatus: Readonly<Record<number, StatusCode>> = { 429: "throttled", 503: "no-capacity" };

/** Statuses with which a model server refuses a request, in its own words. */
const callerStatuses: readonly number[] = [400, 413, 415, 422];

/** Longest sentence of a model server that is handed on, in characters. */
const detailLength = 300;

/** A broken connection, which the SDK calls a timeout too. */
const brokenConnectionCodes: readonly string[] = ["ECONNRESET", "EPIPE"];

type Row = Pick<InvocationFailure, "code"> & Partial<InvocationFailure>;

/**
 * Model servers' own failures by their status; others are `model-failed` without a retry.
 *
 * 503 is a full queue, or a worker that came to the request too late to answer it. 507 is TorchServe's answer for a
 * worker that was killed; a worker that ended in another way is 500 with the same words. 0 is SageMaker's own: the
 * container closed the connection or does not accept any.
 * @see https://github.com/pytorch/serve/blob/v0.12.0/frontend/server/src/main/java/org/pytorch/serve/wlm/WorkerThread.java (read 2026-11)
 */
const modelErrors: Readonly<Record<number, Row>> = {
  0: {
    ...{ code: "no-capacity", retry: "later", unresponsive: true },
    ...{ reachedWorker: true, workerDied: true },
  },
  502: { code: "model-failed", retry: "atOnce" },
  503: { code: "no-capacity", retry: "later", cause: "load", reachedWorker: false },
  504: { code: "model-failed", retry: "atOnce" },
  507: { code: "model-failed", retry: "atOnce", workerDied: true },
};

interface SdkError {
  readonly name: string;
  /** Node.js's code of a transport error. */
  readonly code?: string;
  readonly message: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly OriginalStatusCode?: number;
  readonly OriginalMessage?: string;
}

/** The failure of a call that got no answer in its time. */
export const noAnswer: InvocationFailure = targetFailure("no answer in time", {
  code: "deadline",
  retry: "atOnce",
  unresponsive: true,
});

/** Maps the error of an invocation to the status table. */
export function mapError(error: unknown): InvocationFailure {
  if (!isSdkError(error)) return targetFailure(typeof error);
  if (error.name === "ModelError") return mapModelError(error);
  if (/^Validation(Error|Exception)$/.test(error.name)) return mapValidation(error);
  if (brokenConnectionCodes.includes(error.code ?? "")) return targetFailure(String(error.code));
  const status = error.$metadata?.httpStatusCode;
  const code = codeByName[error.name] ?? codeByStatus[status ?? 0] ?? "model-failed";
  const load = loadErrors.includes(error.name) || status === 429;
  return targetFailure([error.name, status].filter(Boolean).join(" "), {
    code,
    unresponsive: code === "deadline",
    ...(load && { cause: "load" }),
  });
}

function isSdkError(error: unknown): error is SdkError {
  return typeof error === "object" && error !== null && "name" in error && "message" in error;
}

/** Maps an error that the container answered, or that SageMaker answers for a container that is gone. */
function mapModelError(error: SdkError): InvocationFailure {
  const status = error.OriginalStatusCode ?? 0;
  const logged = `${error.name} ${status}`;
  const refusal = callerStatuses.includes(status)
    ? readRefusal(error.OriginalMessage, status)
    : undefined;
  if (refusal !== undefined) return targetFailure(logged, { ...refusal, cause: "caller" });
  if (status === 0 && /timed out/i.test(error.message)) {
    return targetFailure(logged, { code: "deadline", unresponsive: true });
  }
  const ended = status === 500 && /worker died/i.test(error.OriginalMessage ?? "");
  return targetFailure(logged, modelErrors[ended ? 507 : status]);
}

/** The only validation that can fail is the endpoint's state: the request's own parts are checked before. */
function mapValidation(error: SdkError): InvocationFailure {
  const absent = /not found|does not exist|in ?service|status/i.test(error.message);
  return targetFailure(error.name, { code: absent ? "no-capacity" : "model-failed" });
}

/** Reads `{code, detail}`; only a code of the table that has this very status counts. */
function readRefusal(body: string | undefined, status: number): Failure | undefined {
  const refusal = parseJson(body);
  if (typeof refusal !== "object" || refusal === null) return undefined;
  const code = "code" in refusal ? refusal.code : undefined;
  if (!isStatusCode(code) || statusTable[code].status !== status) return undefined;
  const detail = "detail" in refusal ? refusal.detail : undefined;
  return { code, ...(typeof detail === "string" && { detail: detail.slice(0, detailLength) }) };
}

function isStatusCode(value: unknown): value is StatusCode {
  return typeof value === "string" && Object.hasOwn(statusTable, value);
}

function targetFailure(logged: string, row: Row = { code: "model-failed" }): InvocationFailure {
  return {
    cause: "target",
    retry: "never",
    reachedWorker: !["no-capacity", "throttled"].includes(row.code),
    workerDied: false,
    unresponsive: false,
    ...row,
    logged,
  };
}
