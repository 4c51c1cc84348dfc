import { type ApiAuth, securityOf } from "./auth";
import { type Cors, corsHeaders } from "./cors";
import { type GatewayResponse, gatewayResponses } from "./gateway-responses";
import { pathsOf } from "./openapi-paths";
import { schemas } from "./openapi-schemas";

/** What the document cannot know of itself. */
export interface OpenApiInputs {
  /** The API's name. */
  readonly name: string;
  readonly auth: ApiAuth;
  /** The predict function's ARN for invocations by API Gateway. */
  readonly functionInvokeArn: string;
  /** @default no page of another origin may call */
  readonly cors?: Cors;
}

/** The parts of an OpenAPI 3.0 document, with API Gateway's extensions, that are used here. */
export interface OpenApiDocument {
  readonly openapi: "3.0.1";
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly paths: Readonly<Record<string, OpenApiPath>>;
  readonly components: Readonly<
    Record<"schemas" | "securitySchemes", Readonly<Record<string, object>>>
  >;
  readonly "x-amazon-apigateway-api-key-source": "HEADER";
  readonly "x-amazon-apigateway-binary-media-types": readonly string[];
  readonly "x-amazon-apigateway-gateway-responses": Readonly<Record<string, GatewayResponse>>;
  readonly "x-amazon-apigateway-request-validators": Readonly<Record<string, object>>;
}

/** One path: its operations by method in lower case, and what every other method does. */
export type OpenApiPath = Readonly<Record<string, OpenApiOperation>>;

/** One operation. */
export interface OpenApiOperation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly parameters?: readonly object[];
  readonly requestBody?: object;
  readonly responses: Readonly<Record<string, object>>;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly "x-amazon-apigateway-request-validator"?: string;
  readonly "x-amazon-apigateway-integration": Readonly<Record<string, unknown>>;
}

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
    "x-amazon-apigateway-gateway-responses": gatewayResponses(inputs.auth.kind, headers),
    "x-amazon-apigateway-request-validators": {
      parameters: { validateRequestParameters: true, validateRequestBody: false },
    },
  };
}
