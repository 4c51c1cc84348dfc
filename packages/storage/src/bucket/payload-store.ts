import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { S3BucketIntelligentTieringConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-intelligent-tiering-configuration";
import { S3BucketNotification } from "@cdktf/provider-aws/lib/s3-bucket-notification";
import { isToken } from "@pictor/contracts";
import { Construct } from "constructs";
import { grantToRole } from "../role-grant";
import type { Expiry } from "./bucket-lifecycle";
import { HardenedBucket, type HardenedBucketProps } from "./hardened-bucket";
import { readObjects, writeObjects } from "./object-access";
import { payloadPlace } from "./payload-place";
import { bucketEncryptionOf, isS3sOwn, type StoreKey } from "./store-key";

/**
 * Intelligent-Tiering's asynchronous tiers. An object in one must be restored before it can be read.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/intelligent-tiering-overview.html (read 2026-11)
 */
export type ArchiveTiers =
  | { readonly kind: "none" }
  | {
      readonly kind: "archive";
      /** Days without access, 90 to 730, after which an object takes 3 to 5 hours to come back. */
      readonly afterDays: number;
    }
  | {
      readonly kind: "deepArchive";
      /** Days without access, 180 to 730, after which an object takes up to 12 hours to come back. */
      readonly afterDays: number;
    };

/** What a {@link PayloadStore} is made of. */
export interface PayloadStoreProps
  extends Pick<
    HardenedBucketProps,
    "bucketName" | "accountId" | "region" | "protected" | "accessLogs"
  > {
  /** Key that encrypts every object; batches and training need a KMS key, S3's own will not do for them. */
  readonly encryptionKey: StoreKey;
  /**
   * Whether objects that nobody reads go where they must be restored from first.
   *
   * @default { kind: "none" }, so that every object can be read at once
   */
  readonly archive?: ArchiveTiers;
  /**
   * Prefixes whose objects are deleted by themselves.
   *
   * @default none
   */
  readonly expiries?: readonly Expiry[];
  /**
   * Whether EventBridge is told of every new object.
   *
   * @default false
   */
  readonly eventBridge?: boolean;
}

/** AWS's names and limits of the tiers. */
const tiers = {
  archive: { accessTier: "ARCHIVE_ACCESS", least: 90, most: 730 },
  deepArchive: { accessTier: "DEEP_ARCHIVE_ACCESS", least: 180, most: 730 },
} as const;

/**
 * A bucket for what goes in and out of models: batches, captured requests, training data.
 *
 * Objects of 128 KB and more enter Intelligent-Tiering the next time that S3 applies lifecycles, which is once a day. It
 * moves what is not read to cheaper tiers, and back, without delay. Smaller ones stay in Standard, at the same price.
 * Who reads and writes what is a matter of each role's policy: {@link grantRead}, {@link grantWrite}.
 *
 * @example
 * const payloads = new PayloadStore(stack, "Payloads", {
 *   bucketName: "example-payloads",
 *   accountId: "123456789012",
 *   region: "eu-central-1",
 *   encryptionKey: key,
 *   expiries: [{ prefix: "capture/", days: 30 }],
 *   accessLogs: { kind: "to", bucket: logs, prefix: "payloads/" },
 * });
 * payloads.grantRead(role, "batch/in/");
 */
export class PayloadStore extends Construct {
  /** The bucket. */
  public readonly bucket: HardenedBucket;
  /** Archives what nobody reads; absent with `archive` of kind `none`. */
  public readonly archive: S3BucketIntelligentTieringConfiguration | undefined;
  /** Tells EventBridge; absent unless `eventBridge`. */
  public readonly notification: S3BucketNotification | undefined;

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: PayloadStoreProps,
  ) {
    super(scope, id);
    const { archive = { kind: "none" }, expiries = [] } = props;
    this.node.addValidation({ validate: () => archiveProblems(archive) });
    this.bucket = new HardenedBucket(this, "Bucket", {
      ...props,
      encryption: bucketEncryptionOf(props.encryptionKey),
      lifecycle: { intelligentTiering: true, expiries },
    });
    this.archive = this.archiveUnread(archive);
    this.notification = props.eventBridge ? this.notify() : undefined;
  }

  /** Name of the bucket. */
  public get bucketName(): string {
    return this.bucket.name;
  }

  /** Whether the bucket takes objects that are encrypted with its KMS key: not where it has none. */
  public takesKmsKey(): boolean {
    return !isS3sOwn(this.props.encryptionKey);
  }

  /**
   * Lets a role read the objects below a prefix, by a policy of the role.
   *
   * @param prefix Begins the keys, for example `batch/in/`; not empty, without `*` and `?`.
   * @param id Construct id of the policy, a child of `role`: another one for each further grant to the role.
   * @throws Error where the prefix is wrong, or the role has a grant with this id
   */
  public grantRead(role: IamRole, prefix: string, id = "PayloadRead"): void {
    grantToRole(role, id, readObjects(payloadPlace(this.props, prefix)));
  }

  /**
   * Lets a role write objects below a prefix, by a policy of the role.
   *
   * @param prefix Begins the keys, for example `batch/out/`; not empty, without `*` and `?`.
   * @param id Construct id of the policy, a child of `role`: another one for each further grant to the role.
   * @throws Error where the prefix is wrong, or the role has a grant with this id
   */
  public grantWrite(role: IamRole, prefix: string, id = "PayloadWrite"): void {
    grantToRole(role, id, writeObjects(payloadPlace(this.props, prefix)));
  }

  private archiveUnread(
    archive: ArchiveTiers,
  ): S3BucketIntelligentTieringConfiguration | undefined {
    if (archive.kind === "none") return undefined;
    const { accessTier } = tiers[archive.kind];
    return new S3BucketIntelligentTieringConfiguration(this, "Archive", {
      bucket: this.bucket.name,
      name: "archive-unread",
      tiering: [{ accessTier, days: archive.afterDays }],
    });
  }

  private notify(): S3BucketNotification {
    return new S3BucketNotification(this, "Notification", {
      bucket: this.bucket.name,
      eventbridge: true,
    });
  }
}

function archiveProblems(archive: ArchiveTiers): string[] {
  if (archive.kind === "none") return [];
  const { least, most } = tiers[archive.kind];
  const { afterDays } = archive;
  return isToken(afterDays) ||
    (Number.isInteger(afterDays) && afterDays >= least && afterDays <= most)
    ? []
    : [
        `archive.afterDays of kind '${archive.kind}' must be a whole number from ${least} to ${most}, got ${afterDays}`,
      ];
}
