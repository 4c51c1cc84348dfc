import type { BatchPrefixes, RunRequest } from "@pictor/contracts/batch";
import { fieldsOf } from "./fields";

/** A request, or what is wrong with it. */
export type RequestReading =
  | { readonly kind: "valid"; readonly request: RunRequest }
  | { readonly kind: "invalid"; readonly problem: string };

/**
 * Reads what started an execution: an event of S3 about a stored manifest, or `{"prefix"}` or `{"manifest"}` of a
 * schedule or a person, with a `token` where the starter can be delivered twice.
 *
 * @param execution ARN of the execution, which Step Functions makes unique: the token of a request without one
 */
export function readRequest(
  event: unknown,
  execution: string,
  bucket: string,
  prefixes: BatchPrefixes,
): RequestReading {
  const fields = fieldsOf(event);
  const detail = fieldsOf(fields.detail);
  const object = fieldsOf(detail.object);
  if (typeof object.key === "string") {
    const stored = fieldsOf(detail.bucket).name;
    if (stored !== bucket)
      return refuse(`the manifest lies in bucket '${stored}', use '${bucket}'`);
    const token = [object.key, object["version-id"] ?? object.sequencer ?? object.etag].join(" ");
    return below("manifest", object.key, token, prefixes.manifests);
  }
  const token = typeof fields.token === "string" ? fields.token : execution;
  if (typeof fields.manifest === "string") {
    return below("manifest", fields.manifest, token, prefixes.manifests);
  }
  if (typeof fields.prefix === "string") {
    return below("prefix", fields.prefix, token, prefixes.input);
  }
  return refuse(
    `a run needs {"prefix": "${prefixes.input}…"} or {"manifest": "${prefixes.manifests}…"}, got ${JSON.stringify(event)?.slice(0, 200)}`,
  );
}

function below(
  kind: RunRequest["kind"],
  key: string,
  token: string,
  prefix: string,
): RequestReading {
  return key.startsWith(prefix)
    ? { kind: "valid", request: { kind, key, token } }
    : refuse(`the ${kind} must begin with '${prefix}', got '${key}'`);
}

function refuse(problem: string): RequestReading {
  return { kind: "invalid", problem };
}
