import { type ITerraformDependable, TerraformResource } from "cdktf";
import type { Construct } from "constructs";

/** By CDKTF's mark and not by class: with two copies of cdktf in an app `instanceof` is false, and the order is lost. */
export function resourcesOf(construct: Construct | undefined): ITerraformDependable[] {
  return (construct?.node.findAll() ?? []).filter(TerraformResource.isTerraformResource);
}
