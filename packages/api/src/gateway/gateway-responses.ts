import {
  defaultBrand,
  problemMediaType,
  problemOf,
  type StatusCode,
  type StatusRow,
  statusTable,
} from "@pictor/contracts";
import type { ApiAuth } from "./auth";

/** A response that API Gateway makes by itself, as OpenAPI's extension has it. */
export interface GatewayResponse {
  readonly statusCode: string;
  /** Headers; values are quoted once more, because they are mapping expressions. */
  readonly responseParameters: Readonly<Record<string, string>>;
  readonly responseTemplates: Readonly<Record<string, string>>;
}

/**
 * What API Gateway answers without the function, as rows of the status table.
 *
 * `MISSING_AUTHENTICATION_TOKEN` is what it says of a path that does not exist (AWS: 403), and with `iam` of a request
 * that nobody signed; otherwise it has no other meaning. `INTEGRATION_FAILURE` and `API_CONFIGURATION_ERROR` are a function that could not be started:
 * it answers every failure of its own, so what is left is its reserved concurrency (AWS: 500 or 504).
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html (read 2026-11)
 */
export const gatewayResponseCodes: Readonly<Record<string, StatusCode>> = {
  ACCESS_DENIED: "forbidden",
  API_CONFIGURATION_ERROR: "no-capacity",
  AUTHORIZER_CONFIGURATION_ERROR: "no-capacity",
  AUTHORIZER_FAILURE: "no-capacity",
  BAD_REQUEST_BODY: "bad-request",
  BAD_REQUEST_PARAMETERS: "bad-query",
  DEFAULT_4XX: "bad-request",
  DEFAULT_5XX: "no-capacity",
  EXPIRED_TOKEN: "forbidden",
  INTEGRATION_FAILURE: "no-capacity",
  INTEGRATION_TIMEOUT: "deadline",
  INVALID_API_KEY: "forbidden",
  INVALID_SIGNATURE: "forbidden",
  MISSING_AUTHENTICATION_TOKEN: "not-found",
  QUOTA_EXCEEDED: "quota-exceeded",
  REQUEST_TOO_LARGE: "too-many-bytes",
  RESOURCE_NOT_FOUND: "not-found",
  THROTTLED: "throttled",
  UNAUTHORIZED: "unauthorized",
  UNSUPPORTED_MEDIA_TYPE: "unsupported-media-type",
  WAF_FILTERED: "filtered",
};

/**
 * All of the gateway's own responses, in the shape of every other error.
 *
 * @param headers further headers of each
 * @param brand part of each problem's type
 */
export function gatewayResponses(
  auth: ApiAuth["kind"] = "apiKey",
  headers: Readonly<Record<string, string>> = {},
  brand: string = defaultBrand,
): Record<string, GatewayResponse> {
  const codes: Readonly<Record<string, StatusCode>> = {
    ...gatewayResponseCodes,
    ...(auth === "iam" && { MISSING_AUTHENTICATION_TOKEN: "unauthorized" }),
  };
  return Object.fromEntries(
    Object.entries(codes).map(([type, code]) => [type, gatewayResponse(code, headers, brand)]),
  );
}

function gatewayResponse(
  code: StatusCode,
  headers: Readonly<Record<string, string>>,
  brand: string,
): GatewayResponse {
  const row: StatusRow = statusTable[code];
  const { status, retryAfterSeconds } = row;
  return {
    statusCode: String(status),
    responseParameters: Object.fromEntries(
      Object.entries({
        "Content-Type": problemMediaType,
        ...(retryAfterSeconds !== undefined && { "Retry-After": String(retryAfterSeconds) }),
        ...headers,
      }).map(([name, value]) => [`gatewayresponse.header.${name}`, `'${value}'`]),
    ),
    responseTemplates: {
      // The key only says for which requests the template is: the header says what the body is.
      "application/json": JSON.stringify(problemOf(code, "$context.requestId", row.detail, brand)),
    },
  };
}
