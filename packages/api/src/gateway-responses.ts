import {
  problemMediaType,
  problemOf,
  type StatusCode,
  type StatusRow,
  statusTable,
} from "@pictor/contracts";

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
 * `MISSING_AUTHENTICATION_TOKEN` is what it says of a path or method that does not exist (AWS: 403); with API keys
 * it has no other meaning. `INTEGRATION_FAILURE` is a function that failed or could not be started (AWS: 504).
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html (read 2026-11)
 */
export const gatewayResponseCodes: Readonly<Record<string, StatusCode>> = {
  ACCESS_DENIED: "forbidden",
  API_CONFIGURATION_ERROR: "model-failed",
  AUTHORIZER_CONFIGURATION_ERROR: "model-failed",
  AUTHORIZER_FAILURE: "model-failed",
  BAD_REQUEST_BODY: "bad-request",
  BAD_REQUEST_PARAMETERS: "bad-query",
  DEFAULT_4XX: "bad-request",
  DEFAULT_5XX: "model-failed",
  EXPIRED_TOKEN: "forbidden",
  INTEGRATION_FAILURE: "model-failed",
  INTEGRATION_TIMEOUT: "deadline",
  INVALID_API_KEY: "forbidden",
  INVALID_SIGNATURE: "forbidden",
  MISSING_AUTHENTICATION_TOKEN: "not-found",
  QUOTA_EXCEEDED: "throttled",
  REQUEST_TOO_LARGE: "too-many-bytes",
  RESOURCE_NOT_FOUND: "not-found",
  THROTTLED: "throttled",
  UNAUTHORIZED: "unauthorized",
  UNSUPPORTED_MEDIA_TYPE: "unsupported-media-type",
  WAF_FILTERED: "forbidden",
};

/** All of the gateway's own responses, in the shape of every other error. */
export function gatewayResponses(): Record<string, GatewayResponse> {
  return Object.fromEntries(
    Object.entries(gatewayResponseCodes).map(([type, code]) => [type, gatewayResponse(code)]),
  );
}

function gatewayResponse(code: StatusCode): GatewayResponse {
  const row: StatusRow = statusTable[code];
  const { status, retryAfterSeconds } = row;
  return {
    statusCode: String(status),
    responseParameters: {
      "gatewayresponse.header.Content-Type": `'${problemMediaType}'`,
      ...(retryAfterSeconds !== undefined && {
        "gatewayresponse.header.Retry-After": `'${retryAfterSeconds}'`,
      }),
    },
    responseTemplates: {
      // The key only says for which requests the template is: the header says what the body is.
      "application/json": JSON.stringify(problemOf(code, "$context.requestId")),
    },
  };
}
