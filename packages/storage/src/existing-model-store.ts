import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { type EncryptionKeyReference, placeProblems } from "@pictor/contracts";
import { Construct } from "constructs";
import { bucketNameProblems } from "./bucket-name";
import {
  grantReleasePublish,
  grantReleaseRead,
  type ModelStoreReference,
} from "./model-store-reference";
import { type ModelStoreRoles, roleNameProblems } from "./release-policy";

/** Where an {@link ExistingModelStore} is, and whom its policy admits: what the stack that made it was told. */
export interface ExistingModelStoreProps extends Omit<ModelStoreRoles, "operatorRoleArns"> {
  /** Name of the bucket, a literal: grants are made of it. */
  readonly bucketName: string;
  /** The AWS account, twelve digits. */
  readonly accountId: string;
  readonly region: string;
  /** Key that encrypts the bucket. */
  readonly encryptionKey: EncryptionKeyReference;
}

/**
 * A model store that another stack has made. Nothing is looked up: its name says where it is.
 *
 * @example
 * const models = new ExistingModelStore(stack, "Models", {
 *   bucketName: "example-models",
 *   accountId: "123456789012",
 *   region: "eu-central-1",
 *   readerRoleNames: ["example-model"],
 *   deployRoleName: "example-deploy",
 *   encryptionKey: new ExistingEncryptionKey(stack, "Key", { alias: "alias/example" }),
 * });
 * models.grantRead(role);
 */
export class ExistingModelStore extends Construct implements ModelStoreReference {
  public readonly bucketName: string;

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: ExistingModelStoreProps,
  ) {
    super(scope, id);
    this.node.addValidation({
      validate: () => [
        ...bucketNameProblems(props.bucketName),
        ...placeProblems(props),
        ...roleNameProblems(props),
      ],
    });
    this.bucketName = props.bucketName;
  }

  public grantRead(role: IamRole, id = "ModelStoreRead"): void {
    grantReleaseRead(role, id, this.props);
  }

  public grantPublish(role: IamRole, id = "ModelStorePublish"): void {
    grantReleasePublish(role, id, this.props);
  }
}
