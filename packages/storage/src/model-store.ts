import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Construct } from "constructs";
import type { EncryptionKey } from "./encryption-key";
import { type BucketAccessLogs, HardenedBucket } from "./hardened-bucket";
import { grantReleaseRead, type ModelStoreReference } from "./model-store-reference";
import { onlyReaders } from "./release-access";

/** What a {@link ModelStore} is made of. */
export interface ModelStoreProps {
  /** Name of the bucket, unique in the world. */
  readonly bucketName: string;
  /** The AWS account, twelve digits. */
  readonly accountId: string;
  readonly region: string;
  /** Key that encrypts every object. */
  readonly encryptionKey: EncryptionKey;
  /** Names of the roles that read releases: the models' execution roles. They need not exist yet. */
  readonly readerRoleNames: readonly string[];
  /**
   * ARNs of further roles that may read objects, such as a deployer that compares what it has published;
   * `*` and `?` stand for what is not known of a name.
   *
   * @default none
   */
  readonly operatorRoleArns?: readonly string[];
  /** Whether the releases are worth keeping: if so Terraform refuses to delete the bucket, else it deletes them too. */
  readonly protected: boolean;
  readonly accessLogs: BucketAccessLogs;
}

/**
 * A bucket of model releases whose objects only named roles can read.
 *
 * Everybody else in the account is refused, administrators included; the root user is the way back in.
 * Publishing and the bucket's administration stay matters of each identity's own policies.
 */
export class ModelStore extends Construct implements ModelStoreReference {
  /** The bucket. */
  public readonly bucket: HardenedBucket;

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: ModelStoreProps,
  ) {
    super(scope, id);
    const { operatorRoleArns = [] } = props;
    this.bucket = new HardenedBucket(this, "Bucket", {
      ...props,
      encryption: { kind: "sse-kms", key: props.encryptionKey },
      policy: [onlyReaders({ ...props, operatorRoleArns })],
    });
  }

  public get bucketName(): string {
    return this.bucket.name;
  }

  public grantRead(role: IamRole, id = "ModelStoreRead"): void {
    const { bucketName, region, encryptionKey } = this.props;
    grantReleaseRead(role, id, { bucketName, region, keyArn: encryptionKey.arn });
  }
}
