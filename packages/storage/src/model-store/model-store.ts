import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { isToken, listProblems, partitionOf, printed } from "@pictor/contracts";
import { Construct } from "constructs";
import type { BucketLifecycle } from "../bucket/bucket-lifecycle";
import { HardenedBucket, type HardenedBucketProps } from "../bucket/hardened-bucket";
import { bucketEncryptionOf, objectEncryptionOf, type StoreKey } from "../bucket/store-key";
import {
  type GrantPlace,
  grantReleasePublish,
  grantReleaseRead,
  type ModelStoreReference,
} from "./model-store-reference";
import {
  type ModelStoreRoles,
  modelStorePolicy,
  refuseUnknownReaders,
  releasePrefix,
  storeRoleProblems,
} from "./release-policy";

/** What a {@link ModelStore} is made of. */
export interface ModelStoreProps
  extends ModelStoreRoles,
    Pick<HardenedBucketProps, "bucketName" | "accountId" | "region" | "protected" | "accessLogs"> {
  /** Key that encrypts every object. */
  readonly encryptionKey: StoreKey;
}

/** What a deletion or an overwriting leaves is kept for a year; the five newest beyond that; the current one for ever. */
const lifecycle: BucketLifecycle = {
  noncurrent: { moveAfterDays: 30, expireAfterDays: 365, keepNewest: 5 },
};

/**
 * A bucket of model releases that only named roles read and only one role writes, never twice under one key.
 *
 * Everybody else in the account is refused, administrators and the root user included. Who administers the bucket can
 * still change its policy, as CloudTrail then shows: nobody is locked out for good.
 *
 * @example
 * new ModelStore(stack, "Models", {
 *   bucketName: "example-models",
 *   accountId: "123456789012",
 *   region: "eu-central-1",
 *   encryptionKey: key,
 *   readerRoleNames: ["example-model"],
 *   deployRoleName: "example-deploy",
 *   accessLogs: { kind: "to", bucket: logs, prefix: "models/" },
 * });
 */
export class ModelStore extends Construct implements ModelStoreReference {
  /** The bucket. */
  public readonly bucket: HardenedBucket;
  public readonly modelPrefix: string = releasePrefix;

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: ModelStoreProps,
  ) {
    super(scope, id);
    refuseUnknownReaders(props);
    this.node.addValidation({ validate: () => problemsOf(props) });
    this.bucket = new HardenedBucket(this, "Bucket", {
      ...props,
      encryption: bucketEncryptionOf(props.encryptionKey),
      lifecycle,
      policy: modelStorePolicy(props),
    });
  }

  public get bucketName(): string {
    return this.bucket.name;
  }

  private get grantPlace(): GrantPlace {
    const { modelPrefix, props } = this;
    return { ...props, encryption: objectEncryptionOf(props.encryptionKey), modelPrefix };
  }

  public grantRead(role: IamRole, id = "ModelStoreRead"): void {
    grantReleaseRead(role, id, this.grantPlace);
  }

  public grantPublish(role: IamRole, id = "ModelStorePublish"): void {
    grantReleasePublish(role, id, this.grantPlace);
  }
}

function problemsOf(props: ModelStoreProps): string[] {
  return [
    ...storeRoleProblems(props),
    ...listProblems("operatorRoleArns", props.operatorRoleArns ?? [], (arn) =>
      operatorProblems(arn, props),
    ),
  ];
}

/** Problems of a pattern that must match nothing but roles of the store's account, and not all of them. */
function operatorProblems(arn: string, { accountId, region }: ModelStoreProps): string[] {
  const [, head, account = "", name = ""] =
    /^(arn:[a-z-]+:iam::)(\d{12}|\$\{[^{}]+\}):role\/(.*)$/.exec(arn) ?? [];
  const own = `arn:${partitionOf(region)}:iam::`;
  // An account that only Terraform knows cannot be compared.
  const isOwn = head === own && (isToken(accountId) || account === accountId);
  return isOwn && /^[\w+=,.@-][\w+=,.@/*?-]*$/.test(name)
    ? []
    : [
        `operatorRoleArns: ${printed(arn)} must begin with '${own}${isToken(accountId) ? "<account>" : accountId}:role/' and one character or more of the role's name before any '*' or '?'`,
      ];
}
