import { type ITerraformDependable, TerraformResource } from "cdktf";
import type { Construct } from "constructs";

/** A construct's Terraform resources, for what must wait for all of them. */
export function resourcesOf(construct: Construct): ITerraformDependable[] {
  return construct.node.findAll().filter((child) => child instanceof TerraformResource);
}
