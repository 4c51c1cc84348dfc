import { DataAwsKmsAlias } from "@cdktf/provider-aws/lib/data-aws-kms-alias";
import type { EncryptionKeyReference } from "@pictor/contracts";
import { Construct } from "constructs";
import { aliasProblems } from "./key-alias";

/** How an {@link ExistingEncryptionKey} is found. */
export interface ExistingEncryptionKeyProps {
  /** Alias with its prefix, for example `alias/pictor-prod`; not one of `alias/aws/`. */
  readonly alias: string;
}

/**
 * A KMS key that another stack, or somebody else, has made; found by its alias when Terraform plans.
 *
 * @example
 * const key = new ExistingEncryptionKey(stack, "Key", { alias: "alias/example" });
 */
export class ExistingEncryptionKey extends Construct implements EncryptionKeyReference {
  /** The alias. */
  public readonly resource: DataAwsKmsAlias;

  public constructor(scope: Construct, id: string, props: ExistingEncryptionKeyProps) {
    super(scope, id);
    this.node.addValidation({ validate: () => aliasProblems(props.alias) });
    this.resource = new DataAwsKmsAlias(this, "Resource", { name: props.alias });
  }

  public get arn(): string {
    return this.resource.targetKeyArn;
  }
}
