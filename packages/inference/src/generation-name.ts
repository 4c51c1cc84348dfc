import { Fn } from "cdktf";

/**
 * Name of a resource that cannot be changed, only replaced: it carries a hash of everything the resource is made of.
 *
 * Terraform hashes, not the synthesis: subnets and security groups are known to Terraform alone, and the provider
 * takes a changed `vpc_config` for an update in place that then does nothing. With the name, everything changes.
 * @see https://github.com/hashicorp/terraform-provider-aws/issues/45490
 *
 * @param inputs The resource's whole configuration but its name.
 */
export function generationName(
  endpointName: string,
  releaseSha256: string,
  inputs: object,
): string {
  const hash = Fn.substr(Fn.sha256(Fn.jsonencode(inputs)), 0, 12);
  return `${endpointName}-${releaseSha256.slice(0, 8)}-${hash}`;
}
