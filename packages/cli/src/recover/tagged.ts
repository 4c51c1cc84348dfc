import type { Attributes } from "./identities";

/** Something in AWS, with the tags that Terraform's provider gave it. */
export interface Tagged {
  readonly arn: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** Reads the import id out of the ARN of a resource that has no name of its own. */
const patterns: Readonly<Record<string, RegExp>> = {
  aws_api_gateway_api_key: /\/apikeys\/(?<id>\w+)$/,
  aws_api_gateway_rest_api: /\/restapis\/(?<id>\w+)$/,
  aws_api_gateway_usage_plan: /\/usageplans\/(?<id>\w+)$/,
  aws_flow_log: /:vpc-flow-log\/(?<id>[\w-]+)$/,
  aws_kms_key: /:key\/(?<id>[\w-]+)$/,
  aws_route_table: /:route-table\/(?<id>[\w-]+)$/,
  aws_security_group: /:security-group\/(?<id>[\w-]+)$/,
  aws_subnet: /:subnet\/(?<id>[\w-]+)$/,
  aws_vpc: /:vpc\/(?<id>[\w-]+)$/,
  aws_vpc_endpoint: /:vpc-endpoint\/(?<id>[\w-]+)$/,
  aws_vpc_security_group_egress_rule: /:security-group-rule\/(?<id>[\w-]+)$/,
  aws_vpc_security_group_ingress_rule: /:security-group-rule\/(?<id>[\w-]+)$/,
  aws_wafv2_web_acl: /:regional\/webacl\/(?<name>[\w-]+)\/(?<id>[\w-]+)$/,
};

/**
 * Returns import ids of what may be a planned resource: of its type, with exactly its tags. More than one is what an
 * earlier apply created again.
 *
 * @param attributes of the planned resource
 */
export function taggedAs(
  type: string,
  attributes: Attributes,
  tagged: readonly Tagged[],
): readonly string[] {
  const pattern = patterns[type];
  if (pattern === undefined) return [];
  const wanted = tagsOf(attributes);
  return tagged.flatMap(({ arn, tags }) => {
    const { id, name } = pattern.exec(arn)?.groups ?? {};
    if (id === undefined || canonical(tags) !== wanted) return [];
    return [name === undefined ? id : `${id}/${name}/REGIONAL`];
  });
}

/** A rule of a security group has no name; its description is what tells it from the others of its group. */
export function isRule(type: string): boolean {
  return /^aws_vpc_security_group_(?:e|in)gress_rule$/.test(type);
}

function tagsOf({ tags_all }: Attributes): string {
  return canonical((tags_all ?? {}) as Record<string, string>);
}

function canonical(tags: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(tags).sort());
}
