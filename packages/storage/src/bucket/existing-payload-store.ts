import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { type AwsPlace, placeProblems, providerProblems } from "@pictor/contracts";
import { Construct } from "constructs";
import { grantToRole } from "../role-grant";
import { bucketNameProblems } from "./bucket-name";
import { readObjects, writeObjects } from "./object-access";
import { payloadPlace } from "./payload-place";
import { isS3sOwn, type StoreKey, storeKeyProblems } from "./store-key";

/** Where an {@link ExistingPayloadStore} is. */
export interface ExistingPayloadStoreProps extends Pick<AwsPlace, "region"> {
  /** Name of the bucket, a literal: grants are made of it. */
  readonly bucketName: string;
  /** Key that encrypts every object: a KMS key by way of a bucket key, or S3's own. */
  readonly encryptionKey: StoreKey;
}

/**
 * A payload store that another stack has made. Nothing is looked up: its name says where it is.
 *
 * @example
 * const payloads = new ExistingPayloadStore(stack, "Payloads", {
 *   bucketName: "example-payloads",
 *   region: "eu-central-1",
 *   encryptionKey: key,
 * });
 * payloads.grantRead(role, "batch/in/");
 */
export class ExistingPayloadStore extends Construct {
  /** Name of the bucket. */
  public readonly bucketName: string;

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: ExistingPayloadStoreProps,
  ) {
    super(scope, id);
    this.bucketName = props.bucketName;
    this.node.addValidation({
      validate: () => [
        ...placeProblems({ region: props.region }),
        ...bucketNameProblems(props.bucketName),
        ...storeKeyProblems(props.encryptionKey),
        ...providerProblems(this, props),
      ],
    });
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
}
