import * as z from "zod";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, "must be a SHA-256 in lower-case hexadecimal");
const channels = z.tuple([z.number(), z.number(), z.number()]);

/** What one target was measured to carry, by `pictor calibrate`. */
export const calibrationSchema = z.strictObject({
  /** The instance type, for example `ml.m5.xlarge`; for serverless capacity `serverless-<memory in MB>`. */
  target: z.string().min(1),
  /** Requests a second that one instance answered, all well and in time; of serverless capacity, all containers. */
  rps: z.number().positive(),
  /** Latency of the calls at that rate, in milliseconds, as their caller saw it. */
  p50Ms: z.number().positive(),
  p99Ms: z.number().positive(),
  date: z.iso.date(),
  /** Where: a row of the local AWS says nothing about AWS's machines, so nothing is ever refused by one. */
  on: z.enum(["aws", "local"]),
});

const releaseFields = z.strictObject({
  /** SHA-256 of the artefact's bytes, or with `compression: "none"` of the sorted list of path and sha256. */
  sha256,
  /** Bytes of the artefact. */
  size: z.int().positive(),
  /** Object key in the model store; with `compression: "none"` a prefix, which ends with a slash. */
  key: z.string().min(1),
  /** How the artefact is laid out inside: what the container's server expects. */
  layout: z.enum(["torchserve", "ray-serve"]),
  /** Id of a container in the catalogue of `@pictor/inference`. */
  container: z.string().min(1),
  /** Number format of the weights. */
  format: z.enum(["fp32", "int8"]),
  /** SHA-256 of the weights file inside the artefact: the proof of identity of what answers. */
  weightsSha256: sha256,
  /** What the network is fed: pixels and the normalisation of channels that are 0..1 before it. */
  input: z.strictObject({
    width: z.int().positive(),
    height: z.int().positive(),
    mean: channels,
    std: channels,
  }),
  /** How many classes there are, and the SHA-256 of their names, one a line. */
  labels: z.strictObject({ count: z.int().positive(), sha256 }),
  compression: z.enum(["gzip", "none"]),
  /** What was measured of this release, where, and on which date. */
  measured: z
    .strictObject({
      accuracy: z.number().min(0).max(1).optional(),
      agreement: z.number().min(0).max(1).optional(),
      on: z.string(),
    })
    .optional(),
  /** A picture beside the manifest and the class that the release must give it. */
  smoke: z.strictObject({ file: z.string().min(1), index: z.int().nonnegative() }),
  /** Measured throughput of this release, a row per target it was measured on. */
  calibration: z.array(calibrationSchema),
});

/**
 * One model release: everything that the stack needs to know of an artefact without having its weights.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_S3ModelDataSource.html on prefixes (read 2026-11-23)
 */
export const releaseSchema = releaseFields.refine(
  ({ compression, key }) => (compression === "none") === key.endsWith("/"),
  {
    path: ["key"],
    error: "must end with '/' where compression is 'none', and only there",
  },
);

/** `releases/<env>.json`: the release that serves and the one before it, to which an update can roll back. */
export const releaseManifestSchema = z.strictObject({
  schema: z.literal(1),
  live: releaseSchema,
  previous: releaseSchema.optional(),
});

export type Release = z.infer<typeof releaseSchema>;
export type Calibration = z.infer<typeof calibrationSchema>;
export type ReleaseManifest = z.infer<typeof releaseManifestSchema>;

/**
 * Key of an artefact in the model store, or the prefix of an uncompressed one's objects: its content's hash, so that no
 * upload ever replaces another.
 */
export function releaseKey(sha256: string, compression: Release["compression"] = "gzip"): string {
  const prefix = `releases/${sha256}/`;
  return compression === "none" ? prefix : `${prefix}model.tar.gz`;
}
