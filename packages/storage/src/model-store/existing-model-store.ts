import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import {
  type AwsPlace,
  encryptionKeyProblems,
  isToken,
  placeProblems,
  printed,
  providerProblems,
} from "@pictor/contracts";
import { Construct } from "constructs";
import { bucketNameProblems } from "../bucket/bucket-name";
import type { ObjectEncryption } from "../bucket/object-access";
import {
  grantReleasePublish,
  grantReleaseRead,
  type ModelStoreReference,
} from "./model-store-reference";
import {
  type ModelStoreRoles,
  refuseUnknownReaders,
  releasePrefix,
  storeRoleProblems,
} from "./release-policy";

/** Where an {@link ExistingModelStore} is, how it encrypts, and whom its policy admits. */
export interface ExistingModelStoreProps
  extends Omit<ModelStoreRoles, "operatorRoleArns">,
    AwsPlace {
  /** Name of the bucket, a literal: grants are made of it. */
  readonly bucketName: string;
  /** How the bucket encrypts releases. A bucket that a `ModelStore` made has a bucket key. */
  readonly encryption: ObjectEncryption;
  /**
   * Prefix of the keys of the releases; the grants are for keys below it, and an endpoint refuses a release of another
   * key. Ends in a slash, without `*` and `?`.
   *
   * @default "releases/"
   */
  readonly modelPrefix?: string;
}

/**
 * A bucket of releases that another stack has made, or another team. Nothing is looked up: its name says where it is.
 *
 * @example
 * const models = new ExistingModelStore(stack, "Models", {
 *   bucketName: "example-models",
 *   accountId: "123456789012",
 *   region: "eu-central-1",
 *   readerRoleNames: ["example-model"],
 *   deployRoleName: "example-deploy",
 *   encryption: {
 *     kind: "sse-kms",
 *     key: new ExistingEncryptionKey(stack, "Key", { alias: "alias/example" }),
 *     bucketKey: true,
 *   },
 * });
 * models.grantRead(role);
 */
export class ExistingModelStore extends Construct implements ModelStoreReference {
  public readonly bucketName: string;
  public readonly modelPrefix: string;

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: ExistingModelStoreProps,
  ) {
    super(scope, id);
    refuseUnknownReaders(props);
    this.node.addValidation({
      validate: () => [
        ...bucketNameProblems(props.bucketName),
        ...placeProblems(props),
        ...providerProblems(this, props),
        ...storeRoleProblems(props),
        ...prefixProblems(this.modelPrefix),
        ...(props.encryption.kind === "sse-kms" ? encryptionKeyProblems(props.encryption.key) : []),
      ],
    });
    this.bucketName = props.bucketName;
    this.modelPrefix = props.modelPrefix ?? releasePrefix;
  }

  public grantRead(role: IamRole, id = "ModelStoreRead"): void {
    grantReleaseRead(role, id, { ...this.props, modelPrefix: this.modelPrefix });
  }

  public grantPublish(role: IamRole, id = "ModelStorePublish"): void {
    grantReleasePublish(role, id, { ...this.props, modelPrefix: this.modelPrefix });
  }
}

function prefixProblems(prefix: string): string[] {
  return !isToken(prefix) && /^[^*?/][^*?]*\/$/.test(prefix)
    ? []
    : [
        `modelPrefix must be a literal that ends in '/' and has no '*' or '?', such as 'models/', got ${printed(prefix)}`,
      ];
}
