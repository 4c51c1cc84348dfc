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

/** The few variables of `parent` that a child needs to run at all. */
export function scrubbedEnvironment(parent: NodeJS.ProcessEnv): Variables {
  return Object.fromEntries(
    passedOn.flatMap((name) => {
      const value = parent[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
