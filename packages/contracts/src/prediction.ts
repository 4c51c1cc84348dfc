import * as z from "zod";
import { targetKinds } from "./target";

/** One class and how sure the model is of it. */
export const predictionSchema = z.strictObject({
  label: z.string(),
  index: z.int().nonnegative(),
  /** Softmax probability, 0..1. */
  score: z.number().min(0).max(1),
});

/** What a model server answers: sorted by score, best first. */
export const modelAnswerSchema = z.strictObject({ predictions: z.array(predictionSchema) });

/** What `POST /v1/predictions` answers. */
export const predictionResponseSchema = z.strictObject({
  /** What answered: the artefact and the weights it really loaded. */
  release: z.strictObject({ sha256: z.string(), weightsSha256: z.string() }),
  predictions: z.array(predictionSchema),
  servedBy: z.strictObject({ kind: z.enum(targetKinds), endpoint: z.string() }),
  /** Time spent in the predict Lambda, in milliseconds. */
  latencyMs: z.number().nonnegative(),
  requestId: z.string(),
});

export type Prediction = z.infer<typeof predictionSchema>;
export type ModelAnswer = z.infer<typeof modelAnswerSchema>;
export type PredictionResponse = z.infer<typeof predictionResponseSchema>;
