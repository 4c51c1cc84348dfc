import { devNull } from "node:os";

/** Environment variables, all of them set. */
export type Variables = Readonly<Record<string, string>>;

/**
 * The caller's variables that children may see. Everything else stays behind, above all real AWS credentials,
 * profiles and endpoints, `TF_*` settings and `NODE_OPTIONS`.
 */
const passedOn = [
  "PATH",
  "HOME",
  "USER",
  "LOGNAME",
  "LANG",
  "LC_ALL",
  "LC_CTYPE",
  "TMPDIR",
  "TZ",
  // `terraform init` may have to reach the registry; Go never sends loopback through a proxy.
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "NO_PROXY",
  "http_proxy",
  "https_proxy",
  "no_proxy",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
];

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

/** The few variables of `parent` that a child needs to run at all. */
export function scrubbedEnvironment(parent: NodeJS.ProcessEnv): Variables {
  return Object.fromEntries(
    passedOn.flatMap((name) => {
      const value = parent[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Credentials that the local AWS takes: it does not ask who calls. */
const credentials = { accessKeyId: "test", secretAccessKey: "test" };
const maxAttempts = 2;

/** Where a local AWS is. */
export interface LocalPlace {
  /** Where it listens. */
  readonly url: string;
  readonly region: string;
}

/** What every AWS client needs to reach the local AWS, whatever the caller's own AWS settings are. */
export interface LocalClientConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly maxAttempts: number;
}

export function localClient({ url, region }: LocalPlace): LocalClientConfig {
  return { endpoint: url, region, credentials, maxAttempts };
}

/** Variables with which AWS's SDKs and Terraform reach the local AWS, and nothing else. */
export function awsEnvironment(local: LocalPlace): Variables {
  return {
    AWS_ENDPOINT_URL: local.url,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_REGION: local.region,
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_MAX_ATTEMPTS: String(maxAttempts),
  };
}
