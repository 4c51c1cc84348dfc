import { type AwsPlace, arnOf, partitionOf, policyArn } from "@pictor/contracts";

/** Attributes of a resource, as far as they are known. */
export type Attributes = Readonly<Record<string, unknown>>;

type IdOf = (attributes: Attributes, account: AwsPlace) => string | undefined;

/** Joins attributes by a slash; undefined while one of them is not known. */
const joined =
  (...names: readonly string[]): IdOf =>
  (attributes) => {
    const values = names.map((name) => attributes[name]);
    return values.every((value) => typeof value === "string") ? values.join("/") : undefined;
  };

/** Makes an id of one attribute, once that is known. */
const made =
  (name: string, make: (value: string, account: AwsPlace) => string): IdOf =>
  ({ [name]: value }, account) =>
    typeof value === "string" ? make(value, account) : undefined;

/**
 * The id by which the provider imports a resource whose name decides which one it is: AWS refuses to create it twice. All
 * other resources of Pictor's stacks are settings, which may be set twice, or have an id of AWS's own.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs (section "Import" of each resource)
 */
const idOf: Readonly<Record<string, IdOf>> = {
  aws_api_gateway_stage: joined("rest_api_id", "stage_name"),
  aws_api_gateway_usage_plan_key: joined("usage_plan_id", "key_id"),
  aws_budgets_budget: made("name", (name, { accountId }) => `${accountId}:${name}`),
  aws_cloudwatch_log_group: joined("name"),
  aws_iam_openid_connect_provider: made(
    "url",
    (url, { accountId, region }) =>
      `arn:${partitionOf(region)}:iam::${accountId}:oidc-provider/${new URL(url).host}`,
  ),
  aws_iam_policy: made("name", (name, account) => policyArn(account, name)),
  aws_iam_role: joined("name"),
  aws_kms_alias: joined("name"),
  aws_lambda_alias: joined("function_name", "name"),
  aws_lambda_function: joined("function_name"),
  aws_s3_bucket: joined("bucket"),
  aws_sagemaker_endpoint: joined("name"),
  aws_sagemaker_endpoint_configuration: joined("name"),
  aws_sagemaker_model: joined("name"),
  aws_scheduler_schedule: made("name", (name) => `default/${name}`),
  aws_sfn_state_machine: made("name", (name, account) =>
    arnOf(account, "states", `stateMachine:${name}`),
  ),
  aws_ssm_parameter: joined("name"),
};

/**
 * Returns how the provider finds a resource by its name; undefined for a type without such a name, or while a part of the
 * name is not known.
 *
 * @param attributes as the stack or a plan has them
 */
export function identityOf(
  type: string,
  attributes: Attributes,
  account: AwsPlace,
): string | undefined {
  return idOf[type]?.(attributes, account);
}
