/** What one client of the API may use. */
export interface ApiClient {
  /** Unique in the API; letters, digits and hyphens. It names the client's key and usage plan. */
  readonly name: string;
  /** Most requests in a period. @default no limit but the throttle */
  readonly quota?: { readonly limit: number; readonly period: "DAY" | "WEEK" | "MONTH" };
  /** Requests a second, and at once. @default the stage's */
  readonly throttle?: { readonly rate: number; readonly burst: number };
}

/** Who may call. */
export type ApiAuth =
  /**
   * Whoever sends a client's key in the header `x-api-key`. It tells clients apart and meters them; as AWS says, it is
   * no authentication: a key travels with every request and is as secret as whoever holds it keeps it.
   */
  | {
      readonly kind: "apiKey";
      /** @default one client, named like the API, without a quota */
      readonly clients?: readonly [ApiClient, ...ApiClient[]];
    }
  /** Identities of AWS that may `execute-api:Invoke`; requests are signed. */
  | { readonly kind: "iam" }
  /** Users of Cognito; requests carry their token in the header `Authorization`. */
  | { readonly kind: "cognito"; readonly userPoolArns: readonly [string, ...string[]] }
  /** Everybody: an explicit waiver. */
  | { readonly kind: "public"; readonly reason: string };

/** How an OpenAPI document says who may call. */
export interface Security {
  readonly securitySchemes: Readonly<Record<string, object>>;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
}

/** The security schemes and requirements of a document, with API Gateway's extensions. */
export function securityOf(auth: ApiAuth): Security {
  const required = [{ [auth.kind]: [] }];
  const header = { type: "apiKey", in: "header", name: "Authorization" };
  switch (auth.kind) {
    case "apiKey":
      return {
        securitySchemes: { apiKey: { ...header, name: "x-api-key" } },
        security: required,
      };
    case "iam":
      return {
        securitySchemes: { iam: { ...header, "x-amazon-apigateway-authtype": "awsSigv4" } },
        security: required,
      };
    case "cognito":
      return {
        securitySchemes: {
          cognito: {
            ...header,
            "x-amazon-apigateway-authtype": "cognito_user_pools",
            "x-amazon-apigateway-authorizer": {
              type: "cognito_user_pools",
              providerARNs: auth.userPoolArns,
            },
          },
        },
        security: required,
      };
    case "public":
      return { securitySchemes: {}, security: [] };
  }
}

/** What is wrong with who may call, in words that name the prop. */
export function authProblems(auth: ApiAuth): string[] {
  switch (auth.kind) {
    case "apiKey":
      return clientProblems(auth.clients ?? []);
    case "cognito":
      return auth.userPoolArns
        .filter(
          (arn) =>
            !arn.includes("${") && !/^arn:[^:]+:cognito-idp:[^:]+:\d{12}:userpool\/.+$/.test(arn),
        )
        .map((arn) => `auth.userPoolArns has '${arn}', which is no ARN of a Cognito user pool`);
    case "public":
      return auth.reason.trim().length < 10
        ? [`auth.reason is '${auth.reason}', say why everybody may call`]
        : [];
    case "iam":
      return [];
  }
}

function clientProblems(clients: readonly ApiClient[]): string[] {
  const names = clients.map(({ name }) => name);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  return [
    ...twice.map((name) => `auth.clients has '${name}' twice, a client's name is its own`),
    ...names
      .filter((name) => !/^[A-Za-z0-9-]{1,64}$/.test(name))
      .map((name) => `client '${name}' must be named by letters, digits and hyphens, at most 64`),
    ...clients.flatMap(({ name, quota }) =>
      quota !== undefined && !(Number.isInteger(quota.limit) && quota.limit > 0)
        ? [`quota of client '${name}' is ${quota.limit}, it must be a whole number above 0`]
        : [],
    ),
  ];
}
