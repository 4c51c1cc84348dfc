import {
  problemMediaType,
  problemOf,
  type StatusCode,
  type StatusRow,
  statusTable,
} from "@pictor/contracts";
import type { APIGatewayProxyResult } from "aws-lambda";

/** An error that a caller is to read: a row of the status table, and a sentence where more exact than the row's. */
export interface Failure {
  readonly code: StatusCode;
  readonly detail?: string;
  /** Seconds after which a repeat makes sense, where more exact than the row's. */
  readonly retryAfterSeconds?: number;
}

/**
 * Writes a failure as `application/problem+json` (RFC 9457).
 *
 * @param brand part of the problem's type
 */
export function problemResponse(
  failure: Failure,
  requestId: string,
  brand: string,
  headers: Readonly<Record<string, string>> = {},
): APIGatewayProxyResult {
  const row: StatusRow = statusTable[failure.code];
  const retryAfterSeconds = failure.retryAfterSeconds ?? row.retryAfterSeconds;
  return {
    statusCode: row.status,
    headers: {
      "Content-Type": problemMediaType,
      ...(retryAfterSeconds !== undefined && { "Retry-After": String(retryAfterSeconds) }),
      ...headers,
    },
    body: JSON.stringify(problemOf(failure.code, requestId, failure.detail, brand)),
  };
}

/** Writes what was asked for. */
export function jsonResponse(body: object): APIGatewayProxyResult {
  return {
    statusCode: 200,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  };
}
