import type { PolicyStatement } from "@pictor/contracts";

/**
 * Statements with which a bucket refuses plain HTTP and TLS below 1.2.
 *
 * Both are conditional, so that neither can lock the bucket's administrators out.
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-5
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html#example-object-tls-version
 */
export function tlsOnly(bucketArn: string): readonly PolicyStatement[] {
  const everyone = {
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [bucketArn, `${bucketArn}/*`],
  } as const;
  return [
    {
      Sid: "RefusePlainHttp",
      ...everyone,
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
    {
      Sid: "RefuseOldTls",
      ...everyone,
      Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } },
    },
  ];
}
