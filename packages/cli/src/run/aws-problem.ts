/** An error of AWS's SDK with a cause outside Pictor, explained to the person who typed the command. */
export interface AwsProblem {
  readonly message: string;
  /** The next thing to try. */
  readonly hint: string;
}

interface Kind {
  /** Names of the SDK's errors, or codes of the operating system's. */
  readonly names: readonly string[];
  problem(said: string): AwsProblem;
}

const kinds: readonly Kind[] = [
  {
    names: ["CredentialsProviderError"],
    problem: () => ({
      message: "there are no AWS credentials",
      hint: 'run "aws sso login" or set AWS_PROFILE; for the local AWS: eval "$(pictor env)"',
    }),
  },
  {
    names: ["ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired"],
    problem: (said) => ({
      message: `the AWS credentials have expired: ${said}`,
      hint: 'sign in again, for example by "aws sso login"',
    }),
  },
  {
    names: [
      "InvalidClientTokenId",
      "InvalidSignatureException",
      "SignatureDoesNotMatch",
      "InvalidAccessKeyId",
      "UnrecognizedClientException",
    ],
    problem: (said) => ({
      message: `AWS does not know these credentials: ${said}`,
      hint: 'look which are used by "aws configure list"; for the local AWS: eval "$(pictor env)"',
    }),
  },
  {
    names: ["AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "Forbidden"],
    problem: (said) => ({
      message: `AWS refuses this to these credentials: ${said}`,
      hint: 'see whose they are by "aws sts get-caller-identity", and use a role that may do this',
    }),
  },
  {
    names: [
      "ECONNREFUSED",
      "ECONNRESET",
      "EAI_AGAIN",
      "EHOSTUNREACH",
      "ENETUNREACH",
      "ENOTFOUND",
      "ETIMEDOUT",
      "TimeoutError",
    ],
    problem: (said) => ({
      message: `AWS cannot be reached: ${said}`,
      hint: "look at the network, the region and AWS_ENDPOINT_URL, if it is set; then run it again",
    }),
  },
];

/**
 * Explains an error of AWS's SDK to the person who typed the command; undefined if the table has no such error.
 */
export function awsProblem(error: unknown): AwsProblem | undefined {
  if (!(error instanceof Error)) return undefined;
  const names = [error.name, "code" in error ? error.code : undefined];
  const kind = kinds.find((one) => one.names.some((name) => names.includes(name)));
  return kind?.problem(saidBy(error));
}

/** Node leaves the message of a connection that failed for several addresses empty. */
function saidBy(error: Error): string {
  const causes = error instanceof AggregateError ? error.errors : [];
  const first: unknown = causes[0];
  return error.message || (first instanceof Error ? first.message : error.name);
}
