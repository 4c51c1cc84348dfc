import type { PredictEvent } from "./event";
import type { Failure } from "./problem";

/** What a request asks for. */
export type Operation =
  | { readonly kind: "predict" | "health" | "model" }
  /** No operation; `allow` holds the methods that the path does take. */
  | { readonly kind: "none"; readonly failure: Failure; readonly allow?: string };

/** The API's paths, each with its only method. Those of the OpenAPI document: a test compares them. */
export const routes = {
  "/predictions": { method: "POST", kind: "predict" },
  "/health": { method: "GET", kind: "health" },
  "/model": { method: "GET", kind: "model" },
} as const;

/** Reads which operation a request is for. The gateway hands other methods of a path on too. */
export function operationOf({
  resource,
  httpMethod,
}: Pick<PredictEvent, "httpMethod" | "resource">): Operation {
  if (!isPath(resource)) return { kind: "none", failure: { code: "not-found" } };
  const { method, kind } = routes[resource];
  if (httpMethod === method) return { kind };
  const detail = `This path takes ${method}, the request was ${httpMethod}.`;
  return { kind: "none", failure: { code: "method-not-allowed", detail }, allow: method };
}

function isPath(resource: string): resource is keyof typeof routes {
  return Object.hasOwn(routes, resource);
}
