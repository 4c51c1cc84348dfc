import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketLoggingA } from "@cdktf/provider-aws/lib/s3-bucket-logging";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import {
  type AwsPlace,
  bucketArn,
  encryptionKeyProblems,
  isToken,
  listProblems,
  type PolicyStatement,
  placeProblems,
  printed,
  providerProblems,
} from "@pictor/contracts";
import { Lazy, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { PolicyStatements, sidPart } from "../policy";
import { type BucketEncryption, onlyOwnEncryption } from "./bucket-encryption";
import { type BucketLifecycle, lifecycleProblems, lifecycleRules } from "./bucket-lifecycle";
import { bucketNameProblems } from "./bucket-name";
import { tlsOnly } from "./tls-only";

/** Where a bucket's access log goes, or why there is none. */
export type BucketAccessLogs =
  | {
      readonly kind: "to";
      /** Receives the log, in the same account and region. S3 delivers only to a bucket that encrypts with `sse-s3`. */
      readonly bucket: HardenedBucket;
      /** Begins the log's keys, for example `models/`; without `*` and `?`, which a policy takes for any characters. */
      readonly prefix: string;
    }
  | { readonly kind: "none"; readonly reason: string };

/** What a {@link HardenedBucket} is made of. */
export interface HardenedBucketProps extends AwsPlace {
  /** Name of the bucket, a literal, unique in the world; without dots, which TLS certificates do not cover. */
  readonly bucketName: string;
  readonly encryption: BucketEncryption;
  /**
   * Whether the data is worth keeping: if so Terraform refuses to delete the bucket, else it deletes the objects too.
   *
   * @default true
   */
  readonly protected?: boolean;
  readonly accessLogs: BucketAccessLogs;
  /**
   * What S3 does with objects by itself. Uploads that were never completed are always deleted after 7 days.
   *
   * @default - noncurrent versions are deleted after 90 days
   */
  readonly lifecycle?: BucketLifecycle;
  /**
   * Statements that the bucket's policy has besides those that demand TLS and the bucket's own encryption.
   *
   * @default none
   */
  readonly policy?: readonly PolicyStatement[];
}

/**
 * A bucket that is private, versioned, encrypted, logged, owned by its account alone, and answers only over TLS.
 *
 * No upload gets another encryption than the bucket's, whatever it asks for.
 *
 * @example
 * const logs = new HardenedBucket(stack, "Logs", {
 *   bucketName: "example-logs",
 *   accountId: "123456789012",
 *   region: "eu-central-1",
 *   encryption: { kind: "sse-s3" },
 *   accessLogs: { kind: "none", reason: "receives the others' logs" },
 * });
 */
export class HardenedBucket extends Construct {
  /** The bucket. */
  public readonly resource: S3Bucket;

  /** Makes its account the owner of every object. */
  public readonly ownership: S3BucketOwnershipControls;
  /** Keeps it private. */
  public readonly publicAccess: S3BucketPublicAccessBlock;
  /** Keeps replaced versions. */
  public readonly versioning: S3BucketVersioningA;
  /** Deletes and moves objects by itself. */
  public readonly lifecycle: S3BucketLifecycleConfiguration;
  /** Encrypts what comes in. */
  public readonly encryption: S3BucketServerSideEncryptionConfigurationA;
  /** Says who is refused. */
  public readonly policy: S3BucketPolicy;
  /** Sends its access log elsewhere; absent where there is none. */
  public readonly accessLog: S3BucketLoggingA | undefined;

  private readonly statements: PolicyStatements;

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: HardenedBucketProps,
  ) {
    super(scope, id);
    const { lifecycle = {}, protected: kept = true } = props;
    this.node.addValidation({
      validate: () => [...problemsOf(props, lifecycle), ...providerProblems(this, props)],
    });
    const arn = bucketArn(props.region, props.bucketName);
    this.statements = new PolicyStatements([
      ...tlsOnly(arn),
      ...onlyOwnEncryption(arn, props.encryption),
      ...(props.policy ?? []),
    ]);
    this.resource = new S3Bucket(this, "Resource", {
      bucket: props.bucketName,
      ...(kept ? { lifecycle: { preventDestroy: true } } : { forceDestroy: true }),
    });
    this.ownership = this.keepOwn();
    this.publicAccess = this.keepPrivate();
    this.versioning = this.keepVersions();
    this.lifecycle = this.tidyUp(lifecycle);
    this.encryption = this.encrypt(props.encryption);
    this.policy = this.attachPolicy();
    this.accessLog = this.logAccess(props.accessLogs);
  }

  /** ARN of the bucket. */
  public get arn(): string {
    return this.resource.arn;
  }

  /** Name of the bucket. */
  public get name(): string {
    return this.resource.bucket;
  }

  private keepOwn(): S3BucketOwnershipControls {
    return new S3BucketOwnershipControls(this, "Ownership", {
      bucket: this.name,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
  }

  private keepPrivate(): S3BucketPublicAccessBlock {
    return new S3BucketPublicAccessBlock(this, "PublicAccess", {
      bucket: this.name,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
  }

  private keepVersions(): S3BucketVersioningA {
    return new S3BucketVersioningA(this, "Versioning", {
      bucket: this.name,
      versioningConfiguration: { status: "Enabled" },
    });
  }

  private tidyUp(lifecycle: BucketLifecycle): S3BucketLifecycleConfiguration {
    return new S3BucketLifecycleConfiguration(this, "Lifecycle", {
      bucket: this.name,
      rule: lifecycleRules(lifecycle),
      // Rules about noncurrent versions want versioning first.
      dependsOn: [this.versioning],
    });
  }

  private encrypt(encryption: BucketEncryption): S3BucketServerSideEncryptionConfigurationA {
    return new S3BucketServerSideEncryptionConfigurationA(this, "Encryption", {
      bucket: this.name,
      rule: [
        encryption.kind === "sse-s3"
          ? { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }
          : {
              applyServerSideEncryptionByDefault: {
                sseAlgorithm: "aws:kms",
                kmsMasterKeyId: encryption.key.arn,
              },
              // One call to KMS for many objects instead of one for each.
              bucketKeyEnabled: true,
            },
      ],
    });
  }

  private attachPolicy(): S3BucketPolicy {
    return new S3BucketPolicy(this, "Policy", {
      bucket: this.name,
      policy: Lazy.stringValue({ produce: () => this.statements.toString() }),
      // S3 refuses a policy while the bucket's public access block is being changed (OperationAborted).
      dependsOn: [this.publicAccess],
    });
  }

  private logAccess(logs: BucketAccessLogs): S3BucketLoggingA | undefined {
    if (logs.kind === "none") return undefined;
    this.node.addValidation({ validate: () => logs.bucket.problemsAsLogTarget(this.props) });
    const policy = logs.bucket.admitAccessLog(this.props, logs.prefix);
    // A resource of another stack cannot be depended on; the reference to its bucket orders the stacks.
    const sameStack = TerraformStack.of(policy) === TerraformStack.of(this);
    return new S3BucketLoggingA(this, "AccessLog", {
      bucket: this.name,
      targetBucket: logs.bucket.name,
      targetPrefix: logs.prefix,
      ...(sameStack && { dependsOn: [policy] }),
    });
  }

  /**
   * Lets S3 deliver another bucket's access log here; returns what must exist before it can.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html#grant-log-delivery-permissions-general
   */
  private admitAccessLog(source: HardenedBucketProps, prefix: string): S3BucketPolicy {
    this.statements.add({
      Sid: `AccessLogOf${sidPart(source.bucketName)}`,
      Effect: "Allow",
      Principal: { Service: "logging.s3.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: `${bucketArn(this.props.region, this.props.bucketName)}/${prefix}*`,
      Condition: {
        StringEquals: { "aws:SourceAccount": source.accountId },
        ArnEquals: { "aws:SourceArn": bucketArn(source.region, source.bucketName) },
      },
    });
    return this.policy;
  }

  /**
   * What keeps S3 from delivering a bucket's access log here. It says nothing itself: the log just never comes.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshooting-server-access-logging.html (read 2026-11)
   */
  private problemsAsLogTarget(source: HardenedBucketProps): string[] {
    const { bucketName, encryption, accountId, region } = this.props;
    const target = `accessLogs.bucket '${bucketName}'`;
    // Nobody can compare what only Terraform knows: reading one attribute twice gives two different tokens.
    const differ = (one: string, other: string): boolean =>
      !isToken(one) && !isToken(other) && one !== other;
    const apart = differ(accountId, source.accountId) || differ(region, source.region);
    return [
      ...(encryption.kind === "sse-s3"
        ? []
        : [
            `${target} encrypts with '${encryption.kind}', but S3 delivers access logs only to a bucket with encryption 'sse-s3'`,
          ]),
      ...(apart
        ? [
            `${target} is in account ${printed(accountId)} and region ${printed(region)}, but S3 delivers access logs only within the bucket's own: ${printed(source.accountId)}, ${printed(source.region)}`,
          ]
        : []),
    ];
  }
}

function problemsOf(props: HardenedBucketProps, lifecycle: BucketLifecycle): string[] {
  return [
    ...bucketNameProblems(props.bucketName),
    ...placeProblems(props),
    ...(props.encryption.kind === "sse-kms" ? encryptionKeyProblems(props.encryption.key) : []),
    ...lifecycleProblems(lifecycle),
    ...listProblems("policy", props.policy ?? []),
    ...accessLogProblems(props.accessLogs),
  ];
}

function accessLogProblems(logs: BucketAccessLogs): string[] {
  if (logs.kind === "none") {
    return logs.reason.trim() === ""
      ? ["accessLogs of kind 'none' must give a reason, got ''"]
      : [];
  }
  // Of a token nobody can tell at synthesis; S3 itself writes it as it is.
  return isToken(logs.prefix) || !/[*?]/.test(logs.prefix)
    ? []
    : [
        `accessLogs.prefix must be a beginning of keys, such as 'models/', without '*' and '?', which would admit logs below other prefixes, got ${printed(logs.prefix)}`,
      ];
}
