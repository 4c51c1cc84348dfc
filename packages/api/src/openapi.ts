import { limits, problemMediaType, statusTable } from "@pictor/contracts";
import { type GatewayResponse, gatewayResponses } from "./gateway-responses";

/** Who may call: whoever sends the key in the header `x-api-key`. */
export interface ApiAuth {
  readonly kind: "apiKey";
}

/** What the document cannot know of itself. */
export interface OpenApiInputs {
  /** The API's name. */
  readonly name: string;
  readonly auth: ApiAuth;
  /** The predict function's ARN for invocations by API Gateway. */
  readonly functionInvokeArn: string;
}

/** The parts of an OpenAPI 3.0 document, with API Gateway's extensions, that are used here. */
export interface OpenApiDocument {
  readonly openapi: "3.0.1";
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>;
  readonly components: Readonly<
    Record<"schemas" | "securitySchemes", Readonly<Record<string, object>>>
  >;
  readonly "x-amazon-apigateway-api-key-source": "HEADER";
  readonly "x-amazon-apigateway-binary-media-types": readonly string[];
  readonly "x-amazon-apigateway-gateway-responses": Readonly<Record<string, GatewayResponse>>;
  readonly "x-amazon-apigateway-request-validators": Readonly<Record<string, object>>;
}

/** One operation. */
export interface OpenApiOperation {
  readonly operationId: string;
  readonly summary: string;
  readonly parameters: readonly object[];
  readonly requestBody: object;
  readonly responses: Readonly<Record<string, object>>;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly "x-amazon-apigateway-request-validator": string;
  readonly "x-amazon-apigateway-integration": Readonly<Record<string, string | number>>;
}

/**
 * The API's one description: API Gateway is made from it, and callers can read it.
 *
 * Every body is binary to the gateway (all types, JSON too): what is not listed as binary it decodes as UTF-8, which
 * destroys a picture whose sender named another type or, as curl does, a form's. So what arrives is always what was
 * sent, and the function looks at the bytes. An integration without a function behind it needs
 * `contentHandling: CONVERT_TO_TEXT` on this API.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings.html
 */
export function renderOpenApi(inputs: OpenApiInputs): OpenApiDocument {
  return {
    openapi: "3.0.1",
    info: { title: inputs.name, version: "1", description: "Says what is on a picture." },
    paths: { "/predictions": { post: predict(inputs) } },
    components: {
      schemas: { Prediction: predictionSchema, Problem: problemSchema },
      securitySchemes: { [inputs.auth.kind]: securitySchemes[inputs.auth.kind] },
    },
    "x-amazon-apigateway-api-key-source": "HEADER",
    "x-amazon-apigateway-binary-media-types": ["*/*"],
    "x-amazon-apigateway-gateway-responses": gatewayResponses(),
    "x-amazon-apigateway-request-validators": {
      parameters: { validateRequestParameters: true, validateRequestBody: false },
    },
  };
}

const securitySchemes: Readonly<Record<ApiAuth["kind"], object>> = {
  apiKey: { type: "apiKey", name: "x-api-key", in: "header" },
};

function predict({ auth, functionInvokeArn }: OpenApiInputs): OpenApiOperation {
  return {
    operationId: "predict",
    summary: "Classifies one picture",
    parameters: [topParameter],
    requestBody: {
      required: true,
      content: {
        "image/jpeg": binary,
        "image/png": binary,
        "image/webp": binary,
        "application/json": {
          schema: {
            type: "object",
            required: ["image"],
            properties: { image: { type: "string", format: "byte" } },
          },
        },
      },
    },
    responses: responses(),
    security: [{ [auth.kind]: [] }],
    "x-amazon-apigateway-request-validator": "parameters",
    "x-amazon-apigateway-integration": {
      type: "aws_proxy",
      httpMethod: "POST",
      uri: functionInvokeArn,
      passthroughBehavior: "when_no_match",
      timeoutInMillis: limits.timeoutMs.gateway,
    },
  };
}

const binary = { schema: { type: "string", format: "binary" } };

const topParameter = {
  name: "top",
  in: "query",
  required: false,
  description: "How many predictions are wanted.",
  schema: {
    type: "integer",
    minimum: limits.top.min,
    maximum: limits.top.max,
    default: limits.top.default,
  },
};

const predictionSchema = {
  type: "object",
  required: ["release", "predictions", "servedBy", "latencyMs", "requestId"],
  properties: {
    release: {
      type: "object",
      required: ["sha256", "weightsSha256"],
      properties: { sha256: { type: "string" }, weightsSha256: { type: "string" } },
    },
    predictions: {
      type: "array",
      items: {
        type: "object",
        required: ["label", "index", "score"],
        properties: {
          label: { type: "string" },
          index: { type: "integer" },
          score: { type: "number", minimum: 0, maximum: 1 },
        },
      },
    },
    servedBy: {
      type: "object",
      required: ["kind", "endpoint"],
      properties: {
        kind: { type: "string", enum: ["realTime", "serverless"] },
        endpoint: { type: "string" },
      },
    },
    latencyMs: { type: "number" },
    requestId: { type: "string" },
  },
};

const problemSchema = {
  type: "object",
  required: ["type", "title", "status", "detail", "requestId"],
  properties: {
    type: { type: "string" },
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string" },
    requestId: { type: "string" },
  },
};

/** 200, and every status of the table. */
function responses(): Record<string, object> {
  const refer = (schema: string): object => ({
    schema: { $ref: `#/components/schemas/${schema}` },
  });
  const problems = Object.values(statusTable).map(({ status, title }) => [
    String(status),
    { description: title, content: { [problemMediaType]: refer("Problem") } },
  ]);
  return {
    "200": {
      description: "What is on the picture, best first",
      content: { "application/json": refer("Prediction") },
    },
    ...Object.fromEntries(problems),
  };
}
