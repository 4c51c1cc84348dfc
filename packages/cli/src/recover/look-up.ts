import {
  CloudWatchLogsClient,
  DescribeQueryDefinitionsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import {
  DescribeRouteTablesCommand,
  DescribeSecurityGroupRulesCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import { GetPolicyCommand, LambdaClient } from "@aws-sdk/client-lambda";
import {
  paginateGetResources,
  ResourceGroupsTaggingAPIClient,
} from "@aws-sdk/client-resource-groups-tagging-api";
import { arnOf, type Place } from "@pictor/contracts";
import type { Change } from "@pictor/plan-review";
import { type Attributes, identityOf } from "./identities";
import { isRule, type Tagged, taggedAs } from "./tagged";

/** Finds in AWS what a plan is about to create. */
export class LookUp {
  private readonly tagging: ResourceGroupsTaggingAPIClient;
  private readonly ec2: EC2Client;
  private readonly lambda: LambdaClient;
  private readonly logs: CloudWatchLogsClient;

  public constructor(private readonly place: Place) {
    const { region } = place;
    this.tagging = new ResourceGroupsTaggingAPIClient({ region });
    this.ec2 = new EC2Client({ region });
    this.lambda = new LambdaClient({ region });
    this.logs = new CloudWatchLogsClient({ region });
  }

  /** Everything with the tags of a stack. */
  public async taggedIn(stack: string): Promise<readonly Tagged[]> {
    const TagFilters = [
      { Key: "Environment", Values: [this.place.environment] },
      { Key: "Stack", Values: [stack] },
    ];
    const found: Tagged[] = [];
    for await (const page of paginateGetResources({ client: this.tagging }, { TagFilters })) {
      for (const { ResourceARN: arn = "", Tags = [] } of page.ResourceTagMappingList ?? []) {
        const tags = Tags.map(({ Key = "", Value = "" }) => [Key, Value] as const);
        found.push({ arn, tags: Object.fromEntries(tags) });
      }
    }
    return found;
  }

  /**
   * Returns import ids of what may be a planned resource, the likeliest first.
   *
   * @param tagged what {@link taggedIn} found
   */
  public async candidates(
    { type, after }: Pick<Change, "type" | "after">,
    tagged: readonly Tagged[],
  ): Promise<readonly string[]> {
    const attributes = (after ?? {}) as Attributes;
    switch (type) {
      // Importing one of these that does not exist, the provider does not say which it is.
      case "aws_lambda_permission":
        return this.permissions(attributes);
      case "aws_route_table_association":
        return this.associations(attributes);
      case "aws_cloudwatch_query_definition":
        return this.queries(String(attributes.name));
    }
    const named = identityOf(type, attributes, this.place);
    if (named !== undefined) return [named];
    const ids = taggedAs(type, attributes, tagged);
    return isRule(type) && ids.length > 0 ? this.rules(ids, attributes) : ids;
  }

  private async permissions({
    function_name,
    qualifier,
    statement_id,
  }: Attributes): Promise<readonly string[]> {
    const FunctionName = String(function_name);
    const Qualifier = qualifier ? String(qualifier) : undefined;
    const Policy = await this.lambda
      .send(new GetPolicyCommand({ FunctionName, ...(Qualifier && { Qualifier }) }))
      .then(({ Policy }) => Policy ?? "{}")
      .catch((error: Error) => {
        if (error.name === "ResourceNotFoundException") return "{}";
        throw error;
      });
    const { Statement = [] }: { Statement?: readonly { Sid: string }[] } = JSON.parse(Policy);
    const name = Qualifier ? `${FunctionName}:${Qualifier}` : FunctionName;
    return Statement.some(({ Sid }) => Sid === statement_id) ? [`${name}/${statement_id}`] : [];
  }

  private async associations({
    route_table_id,
    subnet_id,
  }: Attributes): Promise<readonly string[]> {
    if (typeof route_table_id !== "string") return [];
    const { RouteTables = [] } = await this.ec2.send(
      new DescribeRouteTablesCommand({ RouteTableIds: [route_table_id] }),
    );
    const associations = RouteTables.flatMap(({ Associations = [] }) => Associations);
    const exists = associations.some(({ SubnetId }) => SubnetId === subnet_id);
    return exists ? [`${subnet_id}/${route_table_id}`] : [];
  }

  private async rules(
    SecurityGroupRuleIds: readonly string[],
    { description, security_group_id }: Attributes,
  ): Promise<readonly string[]> {
    const { SecurityGroupRules = [] } = await this.ec2.send(
      new DescribeSecurityGroupRulesCommand({ SecurityGroupRuleIds: [...SecurityGroupRuleIds] }),
    );
    return SecurityGroupRules.filter(
      ({ Description, GroupId }) => Description === description && GroupId === security_group_id,
    ).flatMap(({ SecurityGroupRuleId }) => SecurityGroupRuleId ?? []);
  }

  private async queries(name: string): Promise<readonly string[]> {
    const { queryDefinitions = [] } = await this.logs.send(
      new DescribeQueryDefinitionsCommand({ queryDefinitionNamePrefix: name }),
    );
    return queryDefinitions
      .filter((query) => query.name === name)
      .map(({ queryDefinitionId }) =>
        arnOf(this.place, "logs", `query-definition:${queryDefinitionId}`),
      );
  }
}
