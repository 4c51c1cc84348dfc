import { isToken, printed } from "@pictor/contracts";
import type { Cors, OpenApiOperation } from "./openapi-document";

/** Seconds for which a browser remembers the answer: Chromium's longest. */
const maxAgeSeconds = 7_200;

/** Headers of every response, the gateway's own and the function's, so that the page may read it. */
export function corsHeaders({ allowOrigin }: Cors): Readonly<Record<string, string>> {
  return {
    "Access-Control-Allow-Origin": allowOrigin,
    "Access-Control-Expose-Headers": "Retry-After,x-amzn-RequestId",
    Vary: "Origin",
  };
}

/**
 * A path's answer to a browser's preflight, by the gateway alone: a preflight carries no credentials.
 *
 * Every body is binary to this API, and a mock integration reads its template only from text; without
 * `contentHandling` the gateway answers each preflight 500.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings-workflow.html
 */
export function preflight(cors: Cors, method: string): OpenApiOperation {
  const headers = {
    ...corsHeaders(cors),
    "Access-Control-Allow-Methods": method,
    "Access-Control-Allow-Headers":
      "Content-Type,X-Api-Key,Authorization,X-Amz-Date,X-Amz-Security-Token",
    "Access-Control-Max-Age": String(maxAgeSeconds),
  };
  const named = Object.entries(headers);
  return {
    operationId: `preflight${method}`,
    summary: "Tells a browser what a page may send",
    responses: {
      "204": {
        description: "What a page may send",
        headers: Object.fromEntries(named.map(([name]) => [name, { schema: { type: "string" } }])),
      },
    },
    security: [],
    "x-amazon-apigateway-integration": {
      type: "mock",
      contentHandling: "CONVERT_TO_TEXT",
      passthroughBehavior: "when_no_match",
      requestTemplates: { "application/json": '{"statusCode":204}' },
      responses: {
        default: {
          statusCode: "204",
          responseParameters: Object.fromEntries(
            named.map(([name, value]) => [`method.response.header.${name}`, `'${value}'`]),
          ),
        },
      },
    },
  };
}

/**
 * Problems of an origin; empty if valid, and for a token. `*` is refused: an API key that every site may send protects
 * nothing.
 */
export function corsProblems({ allowOrigin }: Cors): string[] {
  return isToken(allowOrigin) || isOrigin(allowOrigin)
    ? []
    : [
        `cors.allowOrigin is ${printed(allowOrigin)} and must be one origin without a path, for example 'https://app.example.com'`,
      ];
}

/** As a browser writes it in the header `Origin`: lower case, and without the scheme's own port. */
function isOrigin(text: string): boolean {
  return /^https?:\/\//.test(text) && URL.canParse(text) && new URL(text).origin === text;
}
