/** A token bucket. */
export interface Throttle {
  /** Requests a second. */
  readonly rate: number;
  /** Requests that may come at once. */
  readonly burst: number;
}

/** What one client of the API may use. */
export interface ApiClient {
  /** Unique in the API; letters, digits and hyphens. It names the client's key and usage plan. */
  readonly name: string;
  /** Most requests in a period. @default no limit but the throttle */
  readonly quota?: { readonly limit: number; readonly period: "DAY" | "WEEK" | "MONTH" };
  /** Requests a second, and at once. @default the stage's */
  readonly throttle?: Throttle;
}

/** Who may call. */
export type ApiAuth =
  /**
   * Callers that send a client's key in the header `x-api-key`. The key tells clients apart and meters their requests. It is
   * no authentication, as AWS says: everybody who has the key can use it.
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
              // In one order: another one would be another deployment.
              providerARNs: [...auth.userPoolArns].sort(),
            },
          },
        },
        security: required,
      };
    case "public":
      return { securitySchemes: {}, security: [] };
  }
}
