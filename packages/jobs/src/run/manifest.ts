import { parseJson } from "./fields";

/** A manifest, or what is wrong with it. */
export type ManifestReading =
  | { readonly kind: "valid"; readonly keys: readonly string[] }
  | { readonly kind: "invalid"; readonly problem: string };

/** Bytes of a manifest that a run reads at once: some hundred thousand keys. */
export const mostManifestBytes: number = 32 * 1024 * 1024;

/**
 * Reads a manifest as SageMaker has them, `[{"prefix": "s3://bucket/prefix/"}, "key", …]`: the keys of all pictures, each
 * once.
 *
 * @param input prefix that every picture must have: the jobs may read nothing else
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TransformS3DataSource.html
 */
export function readManifest(text: string, bucket: string, input: string): ManifestReading {
  const list = parseJson(text);
  const [head, ...names] = Array.isArray(list) ? list : [];
  const prefix = typeof head === "object" && head !== null ? head.prefix : undefined;
  if (typeof prefix !== "string" || names.some((name) => typeof name !== "string" || name === "")) {
    return refuse(`must be [{"prefix": "s3://${bucket}/${input}"}, "picture.jpg", …]`);
  }
  const place = `s3://${bucket}/`;
  if (!prefix.startsWith(place)) return refuse(`its prefix must be in '${place}', got '${prefix}'`);
  const keys = names.map((name) => `${prefix.slice(place.length)}${name}`);
  const outside = keys.find((key) => !key.startsWith(input) || key.endsWith("/"));
  return outside === undefined
    ? { kind: "valid", keys: [...new Set(keys)] }
    : refuse(`names '${outside}', but pictures are objects below '${input}'`);
}

/** Writes a manifest of pictures below a prefix, which begins the keys. */
export function writeManifest(bucket: string, prefix: string, keys: readonly string[]): string {
  const names = keys.map((key) => key.slice(prefix.length));
  return JSON.stringify([{ prefix: `s3://${bucket}/${prefix}` }, ...names]);
}

/** Reads back the keys of a manifest that {@link writeManifest} wrote. */
export function manifestKeys(text: string, bucket: string): readonly string[] {
  const [{ prefix }, ...names] = JSON.parse(text) as [{ prefix: string }, ...string[]];
  return names.map((name) => `${prefix.slice(`s3://${bucket}/`.length)}${name}`);
}

function refuse(problem: string): ManifestReading {
  return { kind: "invalid", problem };
}
