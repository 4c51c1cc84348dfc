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

/** Variables that would overrule the local AWS's, so that a shell has to unset them. */
export const overrulingVariables: readonly string[] = [
  "AWS_PROFILE",
  "AWS_DEFAULT_PROFILE",
  "AWS_SESSION_TOKEN",
  "AWS_DEFAULT_REGION",
  "AWS_CA_BUNDLE",
];

/** The few variables of `parent` that a child needs to run at all. */
export function scrubbedEnvironment(parent: NodeJS.ProcessEnv): Variables {
  return Object.fromEntries(
    passedOn.flatMap((name) => {
      const value = parent[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Variables with which AWS's SDKs and Terraform reach the local AWS, and nothing else. */
export function awsEnvironment(local: {
  /** Where the local AWS listens. */
  readonly url: string;
  readonly region: string;
}): Variables {
  return {
    AWS_ENDPOINT_URL: local.url,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_REGION: local.region,
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_MAX_ATTEMPTS: "2",
  };
}
