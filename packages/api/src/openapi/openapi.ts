import { securityOf } from "../gateway/auth";
import { gatewayResponses } from "../gateway/gateway-responses";
import { corsHeaders } from "./cors";
import type { OpenApiDocument, OpenApiInputs } from "./openapi-document";
import { pathsOf } from "./openapi-paths";
import { schemas } from "./openapi-schemas";

/**
 * The API's one description: API Gateway is made from it, and callers can read it (`openapi.json`).
 *
 * Every body is binary to the gateway (all types, JSON too): what is not listed as binary it decodes as UTF-8, which
 * destroys a picture whose sender named another type or, as curl does, a form's. So what arrives is always what was
 * sent, and the function looks at the bytes.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings.html
 */
export function renderOpenApi(inputs: OpenApiInputs): OpenApiDocument {
  const { securitySchemes, security } = securityOf(inputs.auth);
  const headers = inputs.cors === undefined ? {} : corsHeaders(inputs.cors);
  return {
    openapi: "3.0.1",
    info: { title: inputs.name, version: "1", description: "Says what is on a picture." },
    paths: pathsOf(inputs, security),
    components: { schemas, securitySchemes },
    "x-amazon-apigateway-api-key-source": "HEADER",
    "x-amazon-apigateway-binary-media-types": ["*/*"],
    "x-amazon-apigateway-gateway-responses": gatewayResponses(
      inputs.auth.kind,
      headers,
      inputs.brand,
    ),
    "x-amazon-apigateway-request-validators": {
      parameters: { validateRequestParameters: true, validateRequestBody: false },
    },
  };
}
