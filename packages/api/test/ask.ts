import type { Target } from "@pictor/contracts";
import { type Behaviour, LoopbackSageMaker } from "@pictor/testing";
import type { APIGatewayProxyResult } from "aws-lambda";
import { Breakers } from "../lambda/predict/breakers";
import { createHandler, type RequestLine } from "../lambda/predict/handler";
import type { Measured } from "../lambda/predict/metrics";
import { SageMaker } from "../lambda/predict/sagemaker";
import { deployedModel } from "./bundle-process";
import { type Asked, eventOf } from "./events";
import { png } from "./pictures";

/** The SageMaker that the handler under test calls; it must be started. */
export const server = new LoopbackSageMaker();
let sagemaker: SageMaker;

/** Starts SageMaker, and makes the handler's client of it. */
export async function start(): Promise<void> {
  process.env.AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME = await server.start();
  process.env.AWS_REGION = "eu-central-1";
  process.env.AWS_ACCESS_KEY_ID = "test";
  process.env.AWS_SECRET_ACCESS_KEY = "test";
  sagemaker = new SageMaker();
}

export const fast: Target = { name: "fast", kind: "realTime", timeoutMs: 2_000 };
export const slow: Target = { name: "slow", kind: "serverless", timeoutMs: 5_000 };

/** What became of one request. */
export interface Told {
  readonly response: APIGatewayProxyResult;
  readonly body: Record<string, unknown>;
  readonly lines: readonly RequestLine[];
  readonly measured: readonly Measured[];
}

/** What of a request a test chooses; a small PNG that is called text, of which three predictions are wanted. */
export interface Given extends Asked {
  readonly remainingMs?: number;
  readonly breakers?: Breakers;
  /** Milliseconds of each pause before a retry: none is waited. */
  readonly pauses?: number[];
}

/** Sends one request through the handler, in front of endpoints that do as their lists say. */
export async function ask(
  targets: readonly Target[],
  behaviours: Readonly<Record<string, readonly Behaviour[]>>,
  { remainingMs = 10_000, breakers = new Breakers(), pauses = [], ...asked }: Given = {},
): Promise<Told> {
  server.behave(behaviours);
  const lines: RequestLine[] = [];
  const measured: Measured[] = [];
  const handler = createHandler({
    targets,
    model: deployedModel,
    breakers,
    invoke: (target, request, options) => sagemaker.invoke(target, request, options),
    log: (line) => lines.push(line),
    measure: (one) => measured.push(one),
    pause: async (ms) => void pauses.push(ms),
  });
  const response = await handler(
    eventOf({ body: png(4, 4), type: "text/plain", top: ["3"], ...asked }),
    { getRemainingTimeInMillis: () => remainingMs },
  );
  return { response, body: JSON.parse(response.body), lines, measured };
}
