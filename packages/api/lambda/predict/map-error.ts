import { type StatusCode, statusTable } from "@pictor/contracts";
import { parseJson } from "./model-answer";
import type { Failure } from "./problem";

/**
 * Whose fault a failure is: with a caller's, no other target would answer otherwise. `load` is a target that is well
 * and has too much to do, or is on its way up.
 */
export type Blame = "caller" | "load" | "target";

/** Why an invocation failed, and what the router makes of it. */
export interface InvocationFailure extends Failure {
  readonly blame: Blame;
  /** Whether the same target may answer a repeat. Never with what the SDK repeats by itself. */
  readonly repeatable: boolean;
  /** What happened, for the log: names and numbers only, nothing that a caller sent. */
  readonly cause: string;
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

/** Errors that say nothing bad of a target: it is asked too much, or still starting. */
const passingLoad: readonly string[] = ["ThrottlingException", "ModelNotReadyException"];

/** Statuses by the HTTP status, for errors of another name. */
const codeByStatus: Readonly<Record<number, StatusCode>> = { 429: "throttled", 503: "no-capacity" };

/** What a model server may refuse a request with, in its own words. */
const callersFaults: readonly number[] = [400, 413, 415, 422];

/** What a server that starts, stops or is overrun answers: the next worker may be well. */
const passing: readonly number[] = [502, 503, 504];

/** Longest sentence of a model server that is handed on, in characters. */
const detailLength = 300;

/** A broken connection, which the SDK calls a time-out too. */
const broken: readonly string[] = ["ECONNRESET", "EPIPE"];

interface SdkError {
  readonly name: string;
  /** Node.js's code of a transport error. */
  readonly code?: string;
  readonly message: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly OriginalStatusCode?: number;
  readonly OriginalMessage?: string;
}

/** Maps what an invocation was ended by to the status table. */
export function mapError(error: unknown): InvocationFailure {
  if (!isSdkError(error)) return targetFailure("model-failed", typeof error);
  if (error.name === "ModelError") return mapModelError(error);
  if (/^Validation(Error|Exception)$/.test(error.name)) return mapValidation(error);
  if (broken.includes(error.code ?? "")) return targetFailure("model-failed", String(error.code));
  const status = error.$metadata?.httpStatusCode;
  const code = codeByName[error.name] ?? codeByStatus[status ?? 0] ?? "model-failed";
  const failure = targetFailure(code, [error.name, status].filter(Boolean).join(" "));
  const load = passingLoad.includes(error.name) || status === 429;
  return load ? { ...failure, blame: "load" } : failure;
}

function isSdkError(error: unknown): error is SdkError {
  return typeof error === "object" && error !== null && "name" in error && "message" in error;
}

/** The container answered with an error, or not at all. */
function mapModelError(error: SdkError): InvocationFailure {
  const status = error.OriginalStatusCode ?? 0;
  const cause = `${error.name} ${status}`;
  const refusal = callersFaults.includes(status)
    ? readRefusal(error.OriginalMessage, status)
    : undefined;
  return refusal === undefined
    ? { ...targetFailure("model-failed", cause), repeatable: passing.includes(status) }
    : { ...refusal, blame: "caller", repeatable: false, cause };
}

/** The only validation that can fail is the endpoint's state: the request's own parts are checked before. */
function mapValidation(error: SdkError): InvocationFailure {
  const absent = /not found|does not exist|in ?service|status/i.test(error.message);
  return targetFailure(absent ? "no-capacity" : "model-failed", error.name);
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

function targetFailure(code: StatusCode, cause: string): InvocationFailure {
  return { code, blame: "target", repeatable: false, cause };
}
