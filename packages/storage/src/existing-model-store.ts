import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { EncryptionKeyReference } from "@pictor/contracts";
import { Construct } from "constructs";
import { grantReleaseRead, type ModelStoreReference } from "./model-store-reference";

/** Where an {@link ExistingModelStore} is. */
export interface ExistingModelStoreProps {
  /** Name of the bucket. */
  readonly bucketName: string;
  readonly region: string;
  /** Key that encrypts the bucket. */
  readonly encryptionKey: EncryptionKeyReference;
}

/** A model store that another stack has made. Nothing is looked up: its name says where it is. */
export class ExistingModelStore extends Construct implements ModelStoreReference {
  public readonly bucketName: string;

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: ExistingModelStoreProps,
  ) {
    super(scope, id);
    this.bucketName = props.bucketName;
  }

  public grantRead(role: IamRole, id = "ModelStoreRead"): void {
    const { bucketName, region, encryptionKey } = this.props;
    grantReleaseRead(role, id, { bucketName, region, keyArn: encryptionKey.arn });
  }
}
