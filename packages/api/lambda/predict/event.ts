import type { APIGatewayProxyEvent } from "aws-lambda";

/** What of an API Gateway event matters here. */
export interface PredictEvent
  extends Pick<
    APIGatewayProxyEvent,
    | "body"
    | "httpMethod"
    | "isBase64Encoded"
    | "multiValueQueryStringParameters"
    | "resource"
    | "stageVariables"
  > {
  /** Absent where somebody tries the method in API Gateway's console without any. */
  readonly headers: APIGatewayProxyEvent["headers"] | null;
  readonly requestContext: Pick<APIGatewayProxyEvent["requestContext"], "requestId">;
}
