import type { AwsPlace } from "@pictor/contracts";
import { S3Backend, type TerraformStack } from "cdktf";
import { bucketNameProblems } from "./bucket/bucket-name";

/** Where a stack keeps its state. */
export interface StateBackendProps extends Pick<AwsPlace, "region"> {
  /** Name of the account's state bucket, a literal: Terraform reads it before anything else. */
  readonly bucketName: string;
}

/**
 * A stack's state in S3 under the stack's own name, locked by a file beside it: of two applies at once, the second is
 * refused. The bucket encrypts it: the backend's `encrypt` would ask for S3's own key, whatever the bucket's is.
 *
 * Needs Terraform 1.10 or newer.
 * @see https://developer.hashicorp.com/terraform/language/backend/s3#state-locking
 *
 * @example
 * new StateBackend(stack, { bucketName: "example-state", region: "eu-central-1" });
 */
export class StateBackend extends S3Backend {
  public constructor(stack: TerraformStack, { bucketName, region }: StateBackendProps) {
    super(stack, {
      bucket: bucketName,
      key: `${stack.node.id}.tfstate`,
      region,
    });
    this.node.addValidation({ validate: () => bucketNameProblems(bucketName) });
    // cdktf 0.21 has no prop for it: https://github.com/hashicorp/terraform-cdk/issues/3834
    stack.addOverride("terraform.backend.s3.use_lockfile", true);
  }
}
