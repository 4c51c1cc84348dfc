import * as z from "zod";
import type { Calibration } from "../calibration";
import type { Release, ReleaseManifest } from "../release";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, "must be a SHA-256 in lower-case hexadecimal");
const means = z.tuple([z.number(), z.number(), z.number()]);
const deviation = z.number().positive();
const share = z.number().min(0).max(1);

/** A row of a calibration. */
export const calibrationSchema = z.strictObject({
  target: z.string().min(1),
  rps: z.number().positive(),
  p50Ms: z.number().positive(),
  p99Ms: z.number().positive(),
  date: z.iso.date(),
  on: z.enum(["aws", "local"]),
}) satisfies z.ZodType<Calibration>;

const releaseFields = z.strictObject({
  sha256,
  size: z.int().positive(),
  key: z.string().min(1),
  layout: z.enum(["torchserve", "ray-serve"]),
  container: z.string().min(1),
  format: z.enum(["fp32", "int8"]),
  weightsSha256: sha256,
  input: z.strictObject({
    width: z.int().positive(),
    height: z.int().positive(),
    mean: means,
    std: z.tuple([deviation, deviation, deviation]),
  }),
  labels: z.strictObject({ count: z.int().positive(), sha256 }),
  compression: z.enum(["gzip", "none"]),
  measured: z
    .strictObject({
      accuracy: share.exactOptional(),
      agreement: share.exactOptional(),
      on: z.string().min(1),
    })
    .exactOptional(),
  smoke: z.strictObject({ file: z.string().min(1), index: z.int().nonnegative() }),
  calibration: z.array(calibrationSchema),
});

const fittingKey = {
  path: ["key"],
  error: "must end with '/' where compression is 'none', and only there",
};

function hasFittingKey({
  compression,
  key,
}: {
  compression?: string | undefined;
  key?: string | undefined;
}): boolean {
  if (compression === undefined || key === undefined) return true;
  return (compression === "none") === key.endsWith("/");
}

/**
 * A release.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_S3ModelDataSource.html on prefixes (read 2026-11-23)
 */
export const releaseSchema = releaseFields.refine(
  hasFittingKey,
  fittingKey,
) satisfies z.ZodType<Release>;

/** Some fields of a release, as a construct takes those that it reads. */
export const releasePartSchema = z
  .object(releaseFields.partial().shape)
  .refine(hasFittingKey, fittingKey);

/** A release manifest. */
export const releaseManifestSchema = z.strictObject({
  schema: z.literal(1),
  live: releaseSchema,
  previous: releaseSchema.exactOptional(),
}) satisfies z.ZodType<ReleaseManifest>;
