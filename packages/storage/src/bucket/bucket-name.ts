import { isToken } from "@pictor/contracts";

/**
 * What is wrong with a bucket's name. Policies are made of it, so it must be known while the app runs; dots, which
 * S3 would allow, are not covered by its TLS certificates.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html (read 2026-11)
 */
export function bucketNameProblems(bucketName: string): string[] {
  if (/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(bucketName)) return [];
  const given = isToken(bucketName) ? "must be a literal of" : `'${bucketName}' must be`;
  return [
    `bucketName ${given} 3 to 63 lower-case letters, digits and hyphens, without a hyphen at either end`,
  ];
}
