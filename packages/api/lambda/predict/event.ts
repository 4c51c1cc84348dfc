import type { APIGatewayProxyEvent } from "aws-lambda";

/** What of an API Gateway event matters here. */
export interface PredictEvent
  extends Pick<
    APIGatewayProxyEvent,
    | "body"
    | "headers"
    | "httpMethod"
    | "isBase64Encoded"
    | "multiValueQueryStringParameters"
    | "resource"
    | "stageVariables"
  > {
  readonly requestContext: Pick<APIGatewayProxyEvent["requestContext"], "requestId">;
}
