import * as z from "zod";
import type { ModelAnswer, Prediction, PredictionResponse } from "../prediction";
import type { Problem } from "../status";
import { targetKinds } from "../target";

const predictionSchema = z.strictObject({
  label: z.string(),
  index: z.int().nonnegative(),
  score: z.number().min(0).max(1),
}) satisfies z.ZodType<Prediction>;

/** Answer of a model server. */
export const modelAnswerSchema = z.strictObject({
  predictions: z.array(predictionSchema),
}) satisfies z.ZodType<ModelAnswer>;

/** Answer of `POST /v1/predictions`. */
export const predictionResponseSchema = z.strictObject({
  release: z.strictObject({ sha256: z.string(), weightsSha256: z.string() }),
  predictions: z.array(predictionSchema),
  servedBy: z.strictObject({ kind: z.enum(targetKinds), endpoint: z.string() }),
  latencyMs: z.number().nonnegative(),
  requestId: z.string(),
}) satisfies z.ZodType<PredictionResponse>;

/** Body of an error. RFC 9457 lets a sender add members. */
export const problemSchema = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  requestId: z.string(),
}) satisfies z.ZodType<Problem>;
