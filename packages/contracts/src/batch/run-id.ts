import { createHash } from "node:crypto";

/** Which pictures a run classifies. */
export interface RunRequest {
  readonly kind: "prefix" | "manifest";
  /** Prefix of the keys of the pictures, or the key of the manifest that names them. */
  readonly key: string;
  /** Unique for each request, and the same when one request is delivered twice. */
  readonly token: string;
}

/** Returns a run's id, a hash of its request: delivered again it has the same id, and so finds the first run's claim. */
export function runId(request: RunRequest): string {
  const identity = JSON.stringify([request.kind, request.key, request.token]);
  return createHash("sha256").update(identity).digest("hex").slice(0, runIdLength);
}

/** Characters of a run's id: enough that no two runs of a bucket ever share one. */
export const runIdLength = 16;
