import { limits, type PredictionResponse, type Target } from "@pictor/contracts";
import type { APIGatewayProxyResult, Context } from "aws-lambda";
import type { PredictEvent } from "./event";
import type { Answer } from "./model-answer";
import { problemResponse } from "./problem";
import { type InvokeOptions, type Routed, route } from "./route";
import { type PredictRequest, validate } from "./validate";

/** What a handler works with. */
export interface HandlerParts {
  /** The endpoints, in order of preference. */
  readonly targets: readonly Target[];
  readonly invoke: (
    target: Target,
    request: PredictRequest,
    options: InvokeOptions,
  ) => Promise<Answer>;
  /** Writes one line about a request. */
  readonly log: (line: RequestLine) => void;
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
  /** What failed on the way. */
  readonly failures?: readonly string[];
}

/** Milliseconds kept back of Lambda's own time-out, to answer in. */
const reserveMs = 500;

export type Handler = (
  event: PredictEvent,
  context: Pick<Context, "getRemainingTimeInMillis">,
) => Promise<APIGatewayProxyResult>;

/** Makes the Lambda function's handler: validate, route, answer. It never throws. */
export function createHandler({ targets, invoke, log }: HandlerParts): Handler {
  return async (event, context) => {
    const start = performance.now();
    const { requestId } = event.requestContext;
    const elapsedMs = (): number => Math.round(performance.now() - start);

    const validated = validate(event);
    if ("failure" in validated) {
      const response = problemResponse(validated.failure, requestId);
      const { code } = validated.failure;
      log({ requestId, status: response.statusCode, code, ms: elapsedMs(), bytes: 0 });
      return response;
    }

    const { request } = validated;
    const budgetMs = Math.min(
      limits.timeoutMs.router,
      context.getRemainingTimeInMillis() - reserveMs,
    );
    const routed = await route(targets, budgetMs, (target, options) =>
      invoke(target, request, options),
    );
    const response = respond(routed, requestId, elapsedMs());
    log({
      requestId,
      status: response.statusCode,
      ms: elapsedMs(),
      bytes: request.image.length,
      ...(routed.result.kind === "answered"
        ? { code: "ok", target: routed.result.by.name }
        : { code: routed.result.failure.code }),
      ...(routed.failures.length > 0 && { failures: routed.failures }),
    });
    return response;
  };
}

function respond({ result }: Routed, requestId: string, latencyMs: number): APIGatewayProxyResult {
  if (result.kind === "failed") return problemResponse(result.failure, requestId);
  const { identity, predictions } = result.answer;
  const body: PredictionResponse = {
    release: { sha256: identity.release, weightsSha256: identity.weights },
    predictions,
    servedBy: { kind: result.by.kind, endpoint: result.by.name },
    latencyMs,
    requestId,
  };
  return {
    statusCode: 200,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  };
}
