import type { TargetKind } from "./target";

/** One class and its probability. */
export interface Prediction {
  readonly label: string;
  readonly index: number;
  /** Softmax probability, 0 to 1. */
  readonly score: number;
}

/** Answer of a model server: sorted by score, best first. */
export interface ModelAnswer {
  readonly predictions: readonly Prediction[];
}

/** Answer of `POST /v1/predictions`. */
export interface PredictionResponse {
  /** What answered: the artefact and the weights it really loaded. */
  readonly release: { readonly sha256: string; readonly weightsSha256: string };
  readonly predictions: readonly Prediction[];
  readonly servedBy: { readonly kind: TargetKind; readonly endpoint: string };
  /** Time spent in the predict Lambda, in milliseconds. */
  readonly latencyMs: number;
  readonly requestId: string;
}
