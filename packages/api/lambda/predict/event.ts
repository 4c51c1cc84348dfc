import type { APIGatewayProxyEvent } from "aws-lambda";

/** What of an API Gateway event matters here. */
export interface PredictEvent
  extends Pick<
    APIGatewayProxyEvent,
    "body" | "headers" | "isBase64Encoded" | "multiValueQueryStringParameters"
  > {
  readonly requestContext: Pick<APIGatewayProxyEvent["requestContext"], "requestId">;
}
