import { type Synthesised, synthesise } from "@pictor/testing";
import { Lazy, TerraformStack, Testing } from "cdktf";
import { HardenedBucket, type HardenedBucketProps } from "../../src";

const props: HardenedBucketProps = {
  bucketName: "pictor-test-logs",
  accountId: "123456789012",
  region: "eu-central-1",
  encryption: { kind: "sse-s3" },
  protected: false,
  accessLogs: { kind: "none", reason: "it receives the others' logs" },
};
const withKey: HardenedBucketProps["encryption"] = {
  kind: "sse-kms",
  key: { arn: "arn:aws:kms:eu-central-1:123456789012:key/k" },
};

const build = (changed: Partial<HardenedBucketProps> = {}): Synthesised =>
  synthesise((stack) => {
    new HardenedBucket(stack, "Bucket", { ...props, ...changed });
  });

/** Two buckets that log to a third. */
const logged = (stack: TerraformStack, encryption: HardenedBucketProps["encryption"]): void => {
  const logs = new HardenedBucket(stack, "Logs", { ...props, encryption });
  for (const name of ["models", "payloads"]) {
    new HardenedBucket(stack, name, {
      ...props,
      bucketName: `pictor-test-${name}`,
      accessLogs: { kind: "to", bucket: logs, prefix: `${name}/` },
    });
  }
};

const policyOf = (synthesised: Synthesised, bucket: string) => {
  const found = synthesised
    .resources("aws_s3_bucket_policy")
    .find((policy) => String(policy.bucket).includes(bucket));
  return JSON.parse(String(found?.policy)).Statement as readonly Record<string, unknown>[];
};

describe("HardenedBucket", () => {
  const bucket = build();

  it("is private in all four ways, without access control lists, and keeps versions", () => {
    expect(bucket.single("aws_s3_bucket_public_access_block")).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(bucket.single("aws_s3_bucket_ownership_controls").rule).toEqual({
      object_ownership: "BucketOwnerEnforced",
    });
    expect(bucket.single("aws_s3_bucket_versioning").versioning_configuration).toEqual({
      status: "Enabled",
    });
  });

  it("refuses plain HTTP and old TLS for the bucket and its objects, and denies nothing unconditionally", () => {
    const resources = ["arn:aws:s3:::pictor-test-logs", "arn:aws:s3:::pictor-test-logs/*"];
    const denied = { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: resources };
    expect(policyOf(bucket, "Bucket").slice(0, 2)).toEqual([
      expect.objectContaining({
        ...denied,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      }),
      expect.objectContaining({
        ...denied,
        Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } },
      }),
    ]);
  });

  it("takes its policy only after public access is blocked, or S3 refuses the one or the other", () => {
    expect(bucket.single("aws_s3_bucket_policy").depends_on).toEqual([
      expect.stringMatching(/^aws_s3_bucket_public_access_block\./),
    ]);
  });

  it("encrypts with S3's key or, cheaply, with the one it is given", () => {
    const rule = (synthesised: Synthesised) =>
      synthesised.single("aws_s3_bucket_server_side_encryption_configuration").rule;
    expect(rule(bucket)).toEqual([
      { apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } },
    ]);
    expect(rule(build({ encryption: withKey }))).toEqual([
      {
        apply_server_side_encryption_by_default: {
          sse_algorithm: "aws:kms",
          kms_master_key_id: "arn:aws:kms:eu-central-1:123456789012:key/k",
        },
        bucket_key_enabled: true,
      },
    ]);
  });

  it("goes with its objects when it is throw-away, and stays when it is protected", () => {
    const throwAway = bucket.single("aws_s3_bucket");
    expect([throwAway.force_destroy, throwAway.lifecycle]).toEqual([true, undefined]);
    const kept = build({ protected: true }).single("aws_s3_bucket");
    expect([kept.force_destroy, kept.lifecycle]).toEqual([undefined, { prevent_destroy: true }]);
  });

  it("takes further statements into its policy", () => {
    const extra = {
      Sid: "Extra",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:PutObject",
      Resource: "arn:aws:s3:::pictor-test-logs/x",
    } as const;
    expect(policyOf(build({ policy: [extra] }), "Bucket").at(-1)).toEqual(extra);
  });

  it("is protected unless it is told that its data may go", () => {
    const { protected: _, ...unsaid } = props;
    const kept = synthesise((stack) => {
      new HardenedBucket(stack, "Bucket", unsaid);
    });
    expect(kept.single("aws_s3_bucket")).toMatchObject({ lifecycle: { prevent_destroy: true } });
    expect(kept.single("aws_s3_bucket").force_destroy).toBeUndefined();
  });

  it("forgets uploads that were never completed after a week, and replaced versions after three months", () => {
    const lifecycle = bucket.single("aws_s3_bucket_lifecycle_configuration");
    expect(lifecycle).toMatchObject({
      rule: [
        { status: "Enabled", abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }] },
        { status: "Enabled", noncurrent_version_expiration: [{ noncurrent_days: 90 }] },
      ],
      depends_on: [expect.stringMatching(/^aws_s3_bucket_versioning\./)],
    });
  });

  it("reports all that is wrong with its props at once", () => {
    const stack = new TerraformStack(Testing.app(), "test");
    new HardenedBucket(stack, "Bucket", {
      ...props,
      bucketName: "Not.Allowed",
      encryption: {
        kind: "sse-kms",
        key: { arn: "arn:aws:kms:eu-central-1:123456789012:alias/k" },
      },
      accountId: "12",
      accessLogs: { kind: "none", reason: " " },
      lifecycle: {
        noncurrent: { expireAfterDays: 10, moveAfterDays: 20, keepNewest: 1.5 },
        expiries: [
          { prefix: "", days: 0.5 },
          { prefix: "x/", days: 1 },
          { prefix: "x/", days: 2 },
        ],
      },
    });
    const problems = [
      "bucketName 'Not.Allowed' must be 3 to 63",
      "accountId '12' must be twelve digits",
      "encryptionKey.arn 'arn:aws:kms:eu-central-1:123456789012:alias/k' is the ARN of an alias",
      "accessLogs of kind 'none' must give a reason",
      "moveAfterDays of noncurrent versions must be a whole number of at least 30 days, got 20",
      "moveAfterDays of noncurrent versions must be less than expireAfterDays 10, got 20",
      "keepNewest of noncurrent versions must be a whole number from 1 to 100, got 1.5",
      "expiries names the prefix 'x/' twice: keep one of them",
      "an expiry must name a prefix such as 'capture/', got ''",
      "days of the expiry of '' must be a whole number of at least 1 days, got 0.5",
    ];
    for (const problem of problems) expect(() => Testing.synth(stack, true)).toThrow(problem);
  });
});

describe("a HardenedBucket's parts", () => {
  it("are handed out, for what its props do not say", () => {
    synthesise((stack) => {
      const bucket = new HardenedBucket(stack, "Bucket", props);
      const { ownership, publicAccess, versioning, lifecycle, encryption, policy } = bucket;
      expect(
        [ownership, publicAccess, versioning, lifecycle, encryption, policy].map(
          ({ node }) => node.id,
        ),
      ).toEqual(["Ownership", "PublicAccess", "Versioning", "Lifecycle", "Encryption", "Policy"]);
      expect(bucket.accessLog).toBeUndefined();
    });
  });

  it("have a name that is known now, because the policy is made of it", () => {
    const stack = new TerraformStack(Testing.app(), "test");
    const bucketName = Lazy.stringValue({ produce: () => "later" });
    new HardenedBucket(stack, "Bucket", { ...props, bucketName });
    expect(() => Testing.synth(stack, true)).toThrow("bucketName must be a literal of 3 to 63");
  });
});

describe("access logs of a HardenedBucket", () => {
  const both = synthesise((stack) => logged(stack, { kind: "sse-s3" }));

  it("go to the other bucket, whose policy must admit them first", () => {
    const [models] = both.resources("aws_s3_bucket_logging");
    expect(models).toMatchObject({
      target_bucket: expect.stringMatching(/aws_s3_bucket\.Logs_/),
      target_prefix: "models/",
      depends_on: [expect.stringMatching(/^aws_s3_bucket_policy\.Logs_/)],
    });
  });

  it("are admitted from each source by name, below its own prefix, and from nowhere else", () => {
    const admitted = policyOf(both, "Logs").filter((statement) => statement.Effect === "Allow");
    expect(admitted).toEqual(
      ["models", "payloads"].map((name) => ({
        Sid: expect.stringMatching(/^AccessLogOfPictorTest(Models|Payloads)$/),
        Effect: "Allow",
        Principal: { Service: "logging.s3.amazonaws.com" },
        Action: "s3:PutObject",
        Resource: `arn:aws:s3:::pictor-test-logs/${name}/*`,
        Condition: {
          StringEquals: { "aws:SourceAccount": "123456789012" },
          ArnEquals: { "aws:SourceArn": `arn:aws:s3:::pictor-test-${name}` },
        },
      })),
    );
    expect(both.resources("aws_s3_bucket_logging")).toHaveLength(2);
  });

  it("cannot go to a bucket with a KMS key, which S3 would silently not deliver to", () => {
    const stack = new TerraformStack(Testing.app(), "test");
    logged(stack, withKey);
    expect(() => Testing.synth(stack, true)).toThrow(
      /\[test\/models\] accessLogs.bucket 'pictor-test-logs' encrypts with 'sse-kms', but .* 'sse-s3'/,
    );
  });

  it("cannot go to another region or account, which S3 would silently not deliver to", () => {
    const stack = new TerraformStack(Testing.app(), "test");
    const logs = new HardenedBucket(stack, "Logs", { ...props, region: "eu-west-1" });
    new HardenedBucket(stack, "Models", {
      ...props,
      bucketName: "pictor-test-models",
      accessLogs: { kind: "to", bucket: logs, prefix: "models/" },
    });
    expect(() => Testing.synth(stack, true)).toThrow(
      "[test/Models] accessLogs.bucket 'pictor-test-logs' is in account '123456789012' and region 'eu-west-1', but S3 delivers access logs only within the bucket's own: '123456789012', 'eu-central-1'",
    );
  });
});
