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
}

/** Writes a failure as `application/problem+json` (RFC 9457). */
export function problemResponse(failure: Failure, requestId: string): APIGatewayProxyResult {
  const row: StatusRow = statusTable[failure.code];
  return {
    statusCode: row.status,
    headers: {
      "Content-Type": problemMediaType,
      ...(row.retryAfterSeconds !== undefined && { "Retry-After": String(row.retryAfterSeconds) }),
    },
    body: JSON.stringify(problemOf(failure.code, requestId, failure.detail)),
  };
}
