import { type ITerraformDependable, TerraformResource } from "cdktf";
import type { Construct } from "constructs";

/**
 * A construct's Terraform resources, for what must wait for all of them.
 *
 * Asks by CDKTF's mark and not by class: an app may hold two copies of cdktf (its fork beside the original), and then
 * `instanceof` is false and every dependency is lost.
 */
export function resourcesOf(construct: Construct): ITerraformDependable[] {
  return construct.node.findAll().filter(TerraformResource.isTerraformResource);
}
