import type { ApiRoute } from "../gateway/api-route";
import type { ApiAuth } from "../gateway/auth";
import type { GatewayResponse } from "../gateway/gateway-responses";

/** Which web page may call from a browser. */
export interface Cors {
  /** The page's origin, for example `https://app.example.com`. */
  readonly allowOrigin: string;
}

/** What the document cannot know of itself. */
export interface OpenApiInputs {
  /** The API's name. */
  readonly name: string;
  readonly auth: ApiAuth;
  /** The predict function's ARN for invocations by API Gateway. */
  readonly functionInvokeArn: string;
  /** Part of each problem's type. @default "pictor" */
  readonly brand?: string;
  /** @default no page of another origin may call */
  readonly cors?: Cors;
  /** Paths of the user's own. @default none */
  readonly routes?: readonly ApiRoute[];
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
