import type { AwsPlace } from "./aws-place";
import { type ConstructReference, constructMarks } from "./construct-reference";
import { hclProblems } from "./hcl-problems";
import { isToken } from "./token";

/** What `AwsProvider` of `@cdktf/provider-aws` was given. */
interface AwsProviderReference extends ConstructReference {
  readonly terraformResourceType: string;
  readonly alias?: string;
  readonly regionInput?: string;
  readonly allowedAccountIdsInput?: readonly string[];
  readonly forbiddenAccountIdsInput?: readonly string[];
  readonly assumeRoleInput?: unknown;
  readonly assumeRoleWithWebIdentityInput?: unknown;
}

interface ResourceReference extends ConstructReference {
  readonly terraformResourceType: string;
  readonly provider?: AwsProviderReference;
}

/** Services without regions: their resources may have a provider of any region. */
const global = /^aws_(budgets|cloudfront|iam|route53)_/;

/**
 * Problems of a construct's account and region, compared with those of the AWS provider that deploys it: ARNs and
 * names are made of the props, resources where the provider is. Empty if they agree, and where the provider leaves them
 * to its environment or to a token. With them comes the problem of a synthesis to HCL ({@link hclProblems}).
 *
 * Call it in a validation, not in a constructor: the provider may be added later.
 */
export function providerProblems(
  construct: ConstructReference,
  place: Pick<AwsPlace, "region"> & Partial<AwsPlace>,
): string[] {
  const resources = construct.node.findAll().filter(isResource);
  const usual = defaultProvider(construct);
  const providers = (ofThem: readonly ResourceReference[]) =>
    new Set(ofThem.map(({ provider }) => provider ?? usual));
  const regional = resources.filter(({ terraformResourceType: type }) => !global.test(type));
  return [
    ...hclProblems(construct),
    ...[...(resources.length === 0 ? [usual] : providers(regional))].flatMap((provider) =>
      provider === undefined ? [] : regionProblems(place.region, provider),
    ),
    ...[...(resources.length === 0 ? [usual] : providers(resources))].flatMap((provider) =>
      provider === undefined ? [] : accountProblems(place.accountId, provider),
    ),
  ];
}

function regionProblems(region: string, provider: AwsProviderReference): string[] {
  const { regionInput } = provider;
  if (!isLiteral(region) || !isLiteral(regionInput) || region === regionInput) return [];
  return [
    `region is '${region}', but AWS provider '${provider.node.path}' is in '${regionInput}': give both the same`,
  ];
}

function accountProblems(accountId: string | undefined, provider: AwsProviderReference): string[] {
  if (!isLiteral(accountId)) return [];
  const { allowedAccountIdsInput: allowed = [], forbiddenAccountIdsInput: forbidden = [] } =
    provider;
  const named = `accountId is '${accountId}', but AWS provider '${provider.node.path}'`;
  const roleAccounts = [provider.assumeRoleInput, provider.assumeRoleWithWebIdentityInput]
    .map(lastRoleAccount)
    .filter((account) => account !== undefined && account !== accountId);
  return [
    ...(allowed.length === 0 || isToken(allowed) || allowed.includes(accountId)
      ? []
      : [`${named} allows only ${allowed.map((id) => `'${id}'`).join(", ")}: give both the same`]),
    ...(forbidden.includes(accountId) ? [`${named} forbids this account`] : []),
    ...roleAccounts.map(
      (account) => `${named} assumes a role of account '${account}': give both the same`,
    ),
  ];
}

/** Account of the role that the provider has in the end; roles are assumed one after the other. */
function lastRoleAccount(roles: unknown): string | undefined {
  const role: unknown = Array.isArray(roles) ? roles.at(-1) : undefined;
  if (typeof role !== "object" || role === null || !("roleArn" in role)) return undefined;
  return /^arn:[^:]+:iam::(\d{12}):role\//.exec(String(role.roleArn))?.[1];
}

/** The provider of resources that name none: the stack's AWS provider without an alias. */
function defaultProvider(construct: ConstructReference): AwsProviderReference | undefined {
  const stack = stackOf(construct);
  return stack?.node
    .findAll()
    .filter(isAwsProvider)
    .find((provider) => provider.alias === undefined && stackOf(provider) === stack);
}

function stackOf(construct: ConstructReference): ConstructReference | undefined {
  return construct.node.scopes.findLast((scope) => constructMarks.stack in scope);
}

function isResource(construct: ConstructReference): construct is ResourceReference {
  return constructMarks.resource in construct;
}

function isAwsProvider(construct: ConstructReference): construct is AwsProviderReference {
  return (
    constructMarks.provider in construct &&
    "terraformResourceType" in construct &&
    construct.terraformResourceType === "aws"
  );
}

function isLiteral(value: string | undefined): value is string {
  return value !== undefined && !isToken(value);
}
