import { setTimeout } from "node:timers/promises";
import { defaultBrand, limits, type PredictionResponse, type Target } from "@pictor/contracts";
import type { APIGatewayProxyResult, Context } from "aws-lambda";
import { corsHeaders } from "../../src/openapi/cors";
import type { HealthResponse, ModelResponse } from "../../src/openapi/openapi-types";
import { Breakers } from "./breakers";
import type { PredictEvent } from "./event";
import type { Measured } from "./metrics";
import type { Answer } from "./model-answer";
import { operationOf } from "./operation";
import { type Failure, jsonResponse, problemResponse } from "./problem";
import { type Pause, type Routed, route } from "./route";
import type { InvokeOptions } from "./try";
import { type PredictRequest, validate } from "./validate";

/** What a handler works with. */
export interface HandlerParts {
  /** The endpoints, in order of preference. */
  readonly targets: readonly Target[];
  /** What `GET /model` answers. */
  readonly model: ModelResponse;
  /** Part of each problem's type. @default "pictor" */
  readonly brand?: string;
  readonly invoke: (
    target: Target,
    request: PredictRequest,
    options: InvokeOptions,
  ) => Promise<Answer>;
  /** Writes one line about a request. */
  readonly log: (line: RequestLine) => void;
  /** Publishes the metrics of a request that was routed. */
  readonly measure: (measured: Measured) => void;
  /** @default breakers that nothing has tripped */
  readonly breakers?: Breakers;
  /** Waits before a retry. @default by the clock */
  readonly pause?: Pause;
}

/** What is logged of a request: nothing of the image. */
export interface RequestLine {
  readonly requestId: string;
  readonly status: number;
  /** Code of the status table, or `ok`. */
  readonly code: string;
  /** Milliseconds spent here. */
  readonly ms: number;
  /** Bytes of the image; 0 where none was found. */
  readonly bytes: number;
  /** The endpoint that answered. */
  readonly target?: string;
  /** What failed on the way: `<endpoint>: <cause>`. */
  readonly failures?: readonly string[];
}

/** Milliseconds kept back of Lambda's own time-out, to answer in. */
const reserveMs = 500;

export type Handler = (
  event: PredictEvent,
  context: Pick<Context, "getRemainingTimeInMillis">,
) => Promise<APIGatewayProxyResult>;

/** Makes the Lambda function's handler: validate, route, answer. It never throws. */
export function createHandler(parts: HandlerParts): Handler {
  const all = { brand: defaultBrand, breakers: new Breakers(), pause: setTimeout, ...parts };
  return async (event, context) => {
    const response = await answer(all, event, context.getRemainingTimeInMillis());
    const allowOrigin = event.stageVariables?.allowOrigin;
    return allowOrigin === undefined
      ? response
      : { ...response, headers: { ...response.headers, ...corsHeaders({ allowOrigin }) } };
  };
}

async function answer(
  parts: Required<HandlerParts>,
  event: PredictEvent,
  remainingMs: number,
): Promise<APIGatewayProxyResult> {
  const operation = operationOf(event);
  switch (operation.kind) {
    case "predict":
      return predict(parts, event, remainingMs);
    case "health":
      return jsonResponse(health(parts));
    case "model":
      return jsonResponse(parts.model);
    case "none": {
      const { failure, allow } = operation;
      const headers = allow === undefined ? {} : { Allow: allow };
      return problemResponse(failure, event.requestContext.requestId, parts.brand, headers);
    }
  }
}

async function predict(
  { targets, brand, invoke, log, measure, breakers, pause }: Required<HandlerParts>,
  event: PredictEvent,
  remainingMs: number,
): Promise<APIGatewayProxyResult> {
  const start = performance.now();
  const { requestId } = event.requestContext;
  const elapsedMs = (): number => Math.round(performance.now() - start);
  const refuse = (failure: Failure): APIGatewayProxyResult => {
    const response = problemResponse(failure, requestId, brand);
    const line = { requestId, status: response.statusCode, code: failure.code, ms: elapsedMs() };
    log({ ...line, bytes: 0 });
    return response;
  };

  const validated = validate(event);
  if ("failure" in validated) return refuse(validated.failure);

  const { request } = validated;
  const routed = await route(
    targets,
    Math.min(limits.timeoutMs.router, remainingMs - reserveMs),
    (target, options) => invoke(target, request, options),
    breakers,
    pause,
  );
  const { result } = routed;
  const response =
    result.kind === "failed"
      ? problemResponse(result.failure, requestId, brand)
      : jsonResponse(predictionsOf(result, request.top, requestId, elapsedMs()));
  const { statusCode: status } = response;
  measure({ routed, imageBytes: request.image.length, status });
  log({ requestId, status, ms: elapsedMs(), bytes: request.image.length, ...lineOf(routed) });
  return response;
}

function lineOf({ result, attempts }: Routed): Pick<RequestLine, "code" | "failures" | "target"> {
  const failures = attempts.flatMap((attempt) => {
    if (attempt.kind === "answered") return [];
    return [`${attempt.target}: ${attempt.kind === "failed" ? attempt.cause : "breaker open"}`];
  });
  return {
    ...(result.kind === "answered"
      ? { code: "ok", target: result.by.name }
      : { code: result.failure.code }),
    ...(failures.length > 0 && { failures }),
  };
}

function predictionsOf(
  { answer: { identity, predictions }, by }: Extract<Routed["result"], { kind: "answered" }>,
  top: number,
  requestId: string,
  latencyMs: number,
): PredictionResponse {
  return {
    release: { sha256: identity.release, weightsSha256: identity.weights },
    predictions: predictions.toSorted((one, other) => other.score - one.score).slice(0, top),
    servedBy: { kind: by.kind, endpoint: by.name },
    latencyMs,
    requestId,
  };
}

/** That this function runs, and what it knows of its targets. Nothing is invoked for it. */
function health({ targets, breakers }: Required<HandlerParts>): HealthResponse {
  return {
    status: "ok",
    targets: targets.map(({ name, kind }) => ({
      kind,
      endpoint: name,
      breaker: breakers.state(name).kind,
    })),
  };
}
