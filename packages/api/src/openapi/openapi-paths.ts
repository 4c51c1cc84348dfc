import { limits, problemMediaType, type StatusCode, statusTable } from "@pictor/contracts";
import { type ApiRoute, routeWord } from "../gateway/api-route";
import { preflight } from "./cors";
import type { OpenApiInputs, OpenApiOperation, OpenApiPath } from "./openapi-document";
import type { SchemaName } from "./openapi-schemas";

type Requirements = OpenApiOperation["security"];

/** What differs between the operations. */
interface Described {
  readonly method: "get" | "post";
  readonly operationId: string;
  readonly summary: string;
  readonly parameters?: readonly object[];
  readonly requestBody?: object;
  readonly answer: { readonly description: string; readonly schema: SchemaName };
  /** What it may be refused with by the function, besides what the gateway may say of any request. */
  readonly refusals: readonly StatusCode[];
}

const binary = { schema: { type: "string", format: "binary" } };

const top = {
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

const described: Readonly<Record<string, Described>> = {
  "/predictions": {
    method: "post",
    operationId: "predict",
    summary: "Classifies one picture",
    parameters: [top],
    requestBody: {
      required: true,
      content: {
        "image/jpeg": binary,
        "image/png": binary,
        "image/webp": binary,
        "application/json": { schema: { $ref: "#/components/schemas/Base64Image" } },
        "multipart/form-data": { schema: { $ref: "#/components/schemas/ImageForm" } },
      },
    },
    answer: { description: "What is on the picture, best first", schema: "Prediction" },
    refusals: [
      "bad-query",
      "too-many-bytes",
      "unsupported-media-type",
      "undecodable-image",
      "model-failed",
    ],
  },
  "/health": {
    method: "get",
    operationId: "health",
    summary: "Whether the API's function runs; no model is asked",
    answer: { description: "It runs", schema: "Health" },
    refusals: [],
  },
  "/model": {
    method: "get",
    operationId: "model",
    summary: "Which release is deployed, and what it takes",
    answer: { description: "The release and its limits", schema: "Model" },
    refusals: [],
  },
};

/** Paths that the API answers itself. */
export const ownPaths: readonly string[] = Object.keys(described);

/** What the gateway may answer for any request by itself. */
const gatewaysOwn: readonly StatusCode[] = [
  "bad-request",
  "unauthorized",
  "forbidden",
  "not-found",
  "throttled",
  "no-capacity",
  "deadline",
];

/** Every path of the API: its operation, what its other methods do, and a browser's preflight. */
export function pathsOf(
  inputs: OpenApiInputs,
  security: Requirements,
): Record<string, OpenApiPath> {
  const own = Object.fromEntries(
    Object.entries(described).map(([path, operation]) => [
      path,
      {
        [operation.method]: operationOf(operation, inputs, security),
        "x-amazon-apigateway-any-method": otherMethods(inputs, security),
        ...(inputs.cors && { options: preflight(inputs.cors, operation.method.toUpperCase()) }),
      },
    ]),
  );
  return { ...own, ...routesOf(inputs, security) };
}

/** The user's own paths. What another method than theirs calls is no path: the gateway answers 404. */
function routesOf(inputs: OpenApiInputs, security: Requirements): Record<string, OpenApiPath> {
  const { cors, routes = [] } = inputs;
  const sorted = routes.toSorted((one, other) => (routeWord(one) < routeWord(other) ? -1 : 1));
  const paths = [...new Set(sorted.map(({ path }) => path))].sort();
  return Object.fromEntries(
    paths.map((path) => {
      const here = sorted.filter((route) => route.path === path);
      const methods = here.map(({ method }) => method.toUpperCase()).join(",");
      return [
        path,
        {
          ...Object.fromEntries(here.map((route) => [route.method, routed(route, security)])),
          ...(cors && { options: preflight(cors, methods) }),
        },
      ];
    }),
  );
}

function routed(route: ApiRoute, security: Requirements): OpenApiOperation {
  const named = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  return {
    operationId: routeWord(route),
    summary: route.summary,
    ...(named.length > 0 && {
      parameters: named.map((name) => ({
        ...{ name, in: "path", required: true },
        schema: { type: "string" },
      })),
    }),
    responses: { default: { description: "What the function answers" }, ...problems(gatewaysOwn) },
    security,
    "x-amazon-apigateway-integration": integration(route.function.invokeArn),
  };
}

function operationOf(
  { method: _, answer, refusals, ...description }: Described,
  inputs: OpenApiInputs,
  security: Requirements,
): OpenApiOperation {
  return {
    ...description,
    responses: {
      "200": {
        description: answer.description,
        content: { "application/json": refer(answer.schema) },
      },
      ...problems([...gatewaysOwn, ...refusals]),
    },
    security,
    "x-amazon-apigateway-request-validator": "parameters",
    "x-amazon-apigateway-integration": integration(inputs.functionInvokeArn),
  };
}

/** Other methods reach the function too: the gateway alone would call them a missing token. */
function otherMethods(inputs: OpenApiInputs, security: Requirements): OpenApiOperation {
  return {
    responses: problems(["method-not-allowed"]),
    security,
    "x-amazon-apigateway-request-validator": "parameters",
    "x-amazon-apigateway-integration": integration(inputs.functionInvokeArn),
  };
}

function integration(functionInvokeArn: string): Readonly<Record<string, unknown>> {
  return {
    type: "aws_proxy",
    httpMethod: "POST",
    uri: functionInvokeArn,
    passthroughBehavior: "when_no_match",
    timeoutInMillis: limits.timeoutMs.gateway,
  };
}

function problems(codes: readonly StatusCode[]): Record<string, object> {
  const rows = codes.map((code) => statusTable[code]);
  return Object.fromEntries(
    rows.map(({ status }) => [
      String(status),
      {
        description: [
          ...new Set(rows.filter((row) => row.status === status).map(({ title }) => title)),
        ].join(", "),
        content: { [problemMediaType]: refer("Problem") },
      },
    ]),
  );
}

function refer(schema: SchemaName): object {
  return { schema: { $ref: `#/components/schemas/${schema}` } };
}
