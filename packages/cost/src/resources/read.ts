import { isRecord } from "./attributes";
import { readPlan, readState } from "./plan";
import type { Resource } from "./resource";
import { type ReadOptions, readSynthesised } from "./synthesised";

/**
 * Reads the resources of a synthesised stack (`cdk.tf.json`), of a plan or a state (`terraform show -json`), or of a
 * state file, whichever it is.
 *
 * @param json the parsed file
 * @throws Error if it is none of them
 */
export function readResources(json: unknown, options: ReadOptions = {}): Resource[] {
  if (isRecord(json)) {
    if ("planned_values" in json || "resource_changes" in json) return readPlan(json, options);
    if (json.version === 4 || "values" in json) return readState(json, options);
    if (isRecord(json.resource)) return readSynthesised(json, options);
    // A state without resources has no values.
    if ("terraform_version" in json) return readState(json, options);
  }
  throw new Error(
    "it is neither a plan nor a state nor a synthesised stack: make it with 'terraform show -json plan.out > plan.json'",
  );
}
