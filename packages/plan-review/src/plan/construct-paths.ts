import { isRecord } from "./json";

/** Paths in the tree of constructs, for example `prod/Api/Stage`, by Terraform's address without an index. */
export type ConstructPaths = ReadonlyMap<string, string>;

/**
 * Reads the paths from what CDKTF synthesised: the comments (`//`) of `cdk.tf.json`, which Terraform leaves out of its
 * plans.
 *
 * @param json the parsed `cdk.tf.json`
 */
export function readConstructPaths(json: unknown): ConstructPaths {
  if (!isRecord(json)) return new Map();
  return new Map([...pathsOf(json.resource, ""), ...pathsOf(json.data, "data.")]);
}

function pathsOf(types: unknown, prefix: string): (readonly [string, string])[] {
  return Object.entries(isRecord(types) ? types : {}).flatMap(([type, named]) =>
    Object.entries(isRecord(named) ? named : {}).flatMap(([name, body]) => {
      const comment = isRecord(body) ? body["//"] : undefined;
      const metadata = isRecord(comment) ? comment.metadata : undefined;
      const path = isRecord(metadata) ? metadata.path : undefined;
      return typeof path === "string" ? [[`${prefix}${type}.${name}`, path] as const] : [];
    }),
  );
}
