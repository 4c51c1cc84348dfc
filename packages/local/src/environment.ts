import { devNull } from "node:os";
import type { Variables } from "@pictor/terraform";

/**
 * Variables that would overrule the local AWS's, whether they are set or not.
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html
 * @see https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs#environment-variables
 */
const overruling = [
  "AWS_PROFILE",
  "AWS_DEFAULT_PROFILE",
  "AWS_SESSION_TOKEN",
  "AWS_ROLE_ARN",
  "AWS_WEB_IDENTITY_TOKEN_FILE",
  "AWS_DEFAULT_REGION",
  "AWS_CA_BUNDLE",
  "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
  "AWS_S3_ENDPOINT",
  "AWS_USE_FIPS_ENDPOINT",
  "AWS_USE_DUALSTACK_ENDPOINT",
  "TF_WORKSPACE",
];

/** Those that exist per service or per command. */
const overrulingFamilies = /^(AWS_ENDPOINT_URL_|TF_CLI_ARGS)\w*$/;

/** Names of the variables that would overrule the local AWS's, so that a shell with `variables` has to unset them. */
export function overrulingVariables(variables: NodeJS.ProcessEnv): readonly string[] {
  const ofFamilies = Object.keys(variables).filter((name) => overrulingFamilies.test(name));
  return [...overruling, ...ofFamilies];
}

const maxAttempts = 2;

/** Key and secret of one run: the local AWS refuses requests that are not signed with them. */
export interface LocalCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Where a local AWS is, and what its callers sign with. */
export interface LocalPlace {
  /** Where it listens. */
  readonly url: string;
  readonly region: string;
  readonly credentials: LocalCredentials;
}

/** What every AWS client needs to reach the local AWS, whatever the caller's own AWS settings are. */
export interface LocalClientConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: LocalCredentials;
  readonly maxAttempts: number;
}

export function localClient({ url, region, credentials }: LocalPlace): LocalClientConfig {
  return { endpoint: url, region, credentials, maxAttempts };
}

/** Variables with which AWS's SDKs and Terraform reach the local AWS, and nothing else. */
export function awsEnvironment(local: LocalPlace): Variables {
  return {
    AWS_ENDPOINT_URL: local.url,
    AWS_ACCESS_KEY_ID: local.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: local.credentials.secretAccessKey,
    AWS_REGION: local.region,
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_MAX_ATTEMPTS: String(maxAttempts),
  };
}
