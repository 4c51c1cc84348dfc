/**
 * What API Gateway logs of a request, as its variables by the name they are logged under.
 *
 * Who called is said by the key's id, which is no secret; the key itself, headers and bodies are not logged.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html
 */
const fields: Readonly<Record<string, string>> = {
  requestId: "$context.requestId",
  time: "$context.requestTime",
  method: "$context.httpMethod",
  path: "$context.resourcePath",
  status: "$context.status",
  error: "$context.error.responseType",
  latencyMs: "$context.responseLatency",
  integrationStatus: "$context.integration.status",
  integrationLatencyMs: "$context.integration.latency",
  responseBytes: "$context.responseLength",
  sourceIp: "$context.identity.sourceIp",
  apiKeyId: "$context.identity.apiKeyId",
  traceId: "$context.xrayTraceId",
};

/** Format of an access log line: JSON. Numbers are quoted, since an absent one is written as `-`. */
export const accessLogFormat: string = JSON.stringify(fields);
