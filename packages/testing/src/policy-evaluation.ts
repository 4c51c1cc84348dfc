import { anonymousPrincipal, runSimulation } from "@cloud-copilot/iam-simulate";

/** A policy document, as it is written. */
export interface PolicyDocument {
  readonly Version: string;
  readonly Statement: readonly PolicyEntry[];
}

/** One statement of it. */
export type PolicyEntry = Readonly<Record<string, unknown>>;

/** Somebody who asks, and what it wants. */
export interface AccessRequest {
  /** ARN of a role, user or root user; name of a service, such as `cloudfront.amazonaws.com`; or nobody known. */
  readonly principal: string | "anonymous";
  /** For example `s3:GetObject`. */
  readonly action: string;
  /** ARN of what it wants it of; `*` where the action knows no resources. */
  readonly resource: string;
  /** Account that the resource belongs to, twelve digits. */
  readonly accountId: string;
  /**
   * Condition keys of the request.
   *
   * @default none but those that follow from the principal
   */
  readonly context?: Readonly<Record<string, string>>;
}

/** The policies that decide. */
export interface Policies {
  readonly identity?: PolicyDocument;
  /** The permissions boundary of who asks. */
  readonly boundary?: PolicyDocument;
  readonly resource?: PolicyDocument;
  readonly vpcEndpoint?: PolicyDocument;
}

export type Decision = "Allowed" | "ExplicitlyDenied" | "ImplicitlyDenied";

/**
 * Decides as IAM would, conditions included, by the evaluator `@cloud-copilot/iam-simulate`.
 *
 * @throws Error where the evaluator refuses a policy or the request
 */
export async function decide(request: AccessRequest, policies: Policies): Promise<Decision> {
  return evaluate(asTags(request), asTags(policies));
}

async function evaluate(request: AccessRequest, policies: Policies): Promise<Decision> {
  const { principal, action, resource, accountId, context = {} } = request;
  const named = (name: string, policy: PolicyDocument | undefined) =>
    policy === undefined ? [] : [{ name, policy }];
  const answer = await runSimulation(
    {
      request: {
        principal: principal === "anonymous" ? anonymousPrincipal : principal,
        action,
        resource: { resource, accountId },
        contextVariables: { ...identityContext(principal), ...context },
      },
      identityPolicies: named("identity", policies.identity),
      ...(policies.boundary && {
        permissionBoundaryPolicies: named("boundary", policies.boundary),
      }),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(policies.resource && { resourcePolicy: policies.resource }),
      ...(policies.vpcEndpoint && {
        vpcEndpointPolicies: named("endpoint", policies.vpcEndpoint),
      }),
    },
    {},
  );
  if (answer.resultType === "error") {
    throw new Error(`${action} by ${principal}: ${JSON.stringify(answer.errors)}`);
  }
  return answer.overallResult;
}

/** Condition keys that AWS derives from who asks. Services and strangers have no ARN. */
function identityContext(principal: string): Record<string, string> {
  const [, account] = /^arn:[^:]+:iam::(\d{12}):/.exec(principal) ?? [];
  return account === undefined
    ? {}
    : { "aws:PrincipalArn": principal, "aws:PrincipalAccount": account };
}

/**
 * The evaluator forgets encryption contexts, whose names are free. Tags of a request are as free, and it knows them:
 * in policies and request alike the one stands for the other.
 */
function asTags<T>(value: T): T {
  return JSON.parse(
    JSON.stringify(value).replaceAll(
      /"kms:EncryptionContext:([^"]+)":/g,
      (_, name: string) => `"aws:RequestTag/${name.replaceAll(":", "-")}":`,
    ),
  );
}
