import type { PredictEvent } from "../lambda/predict/event";

/** What of an event a test chooses. */
export interface Asked {
  readonly body?: Buffer | string | null;
  readonly type?: string;
  readonly top?: string[];
  readonly method?: string;
  readonly resource?: string;
  readonly allowOrigin?: string;
}

/** A request as the gateway hands it over: bytes as base64, text (only where it knows no type) as it is. */
export function eventOf({
  body = null,
  type = "image/png",
  top,
  method = "POST",
  resource = "/predictions",
  allowOrigin,
}: Asked): PredictEvent {
  return {
    resource,
    httpMethod: method,
    body: Buffer.isBuffer(body) ? body.toString("base64") : body,
    isBase64Encoded: Buffer.isBuffer(body),
    headers: { "Content-Type": type },
    multiValueQueryStringParameters: top === undefined ? null : { top },
    stageVariables: allowOrigin === undefined ? null : { allowOrigin },
    requestContext: { requestId: "request-1" },
  };
}
