import { createHash } from "node:crypto";

/** Inputs of a training run's id. A request that is delivered twice gets the same id. */
export interface TrainingIdentity {
  /** Prefix of the keys of the data. */
  readonly data: string;
  /** Key of the source archive. */
  readonly code: string;
  /** Values as JSON, by name. */
  readonly hyperparameters: Readonly<Record<string, string>>;
  /** Unique for each request, and the same when one request is delivered twice. */
  readonly token: string;
}

/** Returns a run's id, a hash of its request: 16 hexadecimal digits. The order of hyperparameters changes nothing. */
export function trainingRunId({ code, data, hyperparameters, token }: TrainingIdentity): string {
  const sorted = Object.entries(hyperparameters).sort(([one], [other]) => (one < other ? -1 : 1));
  const identity = JSON.stringify([data, code, sorted, token]);
  return createHash("sha256").update(identity).digest("hex").slice(0, 16);
}
