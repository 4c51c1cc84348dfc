import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { type EncryptionKeyReference, roleArn } from "@pictor/contracts";
import { Construct } from "constructs";
import type { BucketLifecycle } from "./bucket-lifecycle";
import { HardenedBucket, type HardenedBucketProps } from "./hardened-bucket";
import {
  grantReleasePublish,
  grantReleaseRead,
  type ModelStoreReference,
} from "./model-store-reference";
import { type ModelStoreRoles, modelStorePolicy, roleNameProblems } from "./release-policy";

/** What a {@link ModelStore} is made of. */
export interface ModelStoreProps
  extends ModelStoreRoles,
    Pick<HardenedBucketProps, "bucketName" | "accountId" | "region" | "protected" | "accessLogs"> {
  /** Key that encrypts every object. */
  readonly encryptionKey: EncryptionKeyReference;
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

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: ModelStoreProps,
  ) {
    super(scope, id);
    this.node.addValidation({ validate: () => problemsOf(props) });
    this.bucket = new HardenedBucket(this, "Bucket", {
      ...props,
      encryption: { kind: "sse-kms", key: props.encryptionKey },
      lifecycle,
      policy: modelStorePolicy(props),
    });
  }

  public get bucketName(): string {
    return this.bucket.name;
  }

  public grantRead(role: IamRole, id = "ModelStoreRead"): void {
    grantReleaseRead(role, id, this.props);
  }

  public grantPublish(role: IamRole, id = "ModelStorePublish"): void {
    grantReleasePublish(role, id, this.props);
  }
}

function problemsOf(props: ModelStoreProps): string[] {
  return [
    ...roleNameProblems(props),
    ...(props.operatorRoleArns ?? [])
      .filter((arn) => !isOwnRolePattern(arn, props))
      .map(
        (arn) =>
          `operatorRoleArns: '${arn}' must begin with '${roleArn(props, "")}' and one character or more of the role's name before any '*' or '?'`,
      ),
  ];
}

/** Whether a pattern can match nothing but roles of the store's account, and not all of them. */
function isOwnRolePattern(arn: string, place: ModelStoreProps): boolean {
  const begin = roleArn(place, "");
  return arn.startsWith(begin) && /^[\w+=,.@-][\w+=,.@/*?-]*$/.test(arn.slice(begin.length));
}
