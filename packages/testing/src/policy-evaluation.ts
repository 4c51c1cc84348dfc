import { anonymousPrincipal, runSimulation } from "@cloud-copilot/iam-simulate";
import { permissionExceptions } from "./permissions/permission-exceptions";
import { concerning } from "./policy-concern";
import { keepResourceTypes } from "./resource-types";

keepResourceTypes();

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
   * @default none but those that follow from the principal and the resource's account
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

const known = new Map<string, Promise<Decision>>();

/**
 * Decides as IAM would, conditions included, by the evaluator `@cloud-copilot/iam-simulate`. Decisions
 * are kept: where one statement changes, only the requests that it may concern are evaluated again.
 *
 * @throws Error where the evaluator refuses the request, or a statement that may concern it
 */
export async function decide(request: AccessRequest, policies: Policies): Promise<Decision> {
  const asked = isOnlyForEverything(request.action) ? { ...request, resource: "*" } : request;
  const wanted = asTags(asked);
  const met = asked.resource === "*" ? ofEverything(policies) : policies;
  const concerned = ofTheirOwn(asTags(anyKind(met)), (policy) => concerning(policy, wanted));
  const { principal: _, context: __, ...what } = wanted;
  const key = JSON.stringify(isNobodys(wanted, concerned) ? what : [wanted, concerned]);
  const answer = known.get(key) ?? evaluate(wanted, concerned);
  known.set(key, answer);
  return answer;
}

/** Whether nothing is denied to a role and nothing allowed: the answer then is the same for every role and context. */
function isNobodys(
  { principal }: AccessRequest,
  { identity, boundary, resource, vpcEndpoint }: Policies,
): boolean {
  const own = [identity?.Statement ?? [], ...(boundary ? [boundary.Statement] : [])];
  return (
    /^arn:[^:]+:iam::\d{12}:role\//.test(principal) &&
    (resource ?? vpcEndpoint) === undefined &&
    own.flat().every(({ Effect }) => Effect === "Allow") &&
    own.some(({ length }) => length === 0)
  );
}

/** Policies with those of who asks changed. */
function ofTheirOwn(
  policies: Policies,
  change: (policy: PolicyDocument) => PolicyDocument,
): Policies {
  return {
    ...policies,
    ...(policies.identity && { identity: change(policies.identity) }),
    ...(policies.boundary && { boundary: change(policies.boundary) }),
  };
}

/** Actions that AWS allows on `*` alone, whatever its tables have as their resource. */
function isOnlyForEverything(action: string): boolean {
  return permissionExceptions.some(
    (exception) =>
      exception.action === action &&
      exception.needs.some((need) => need.action === action && need.on === "*"),
  );
}

/** A request for everything is met by statements about everything; the evaluator takes those about a resource, too. */
function ofEverything(policies: Policies): Policies {
  return ofTheirOwn(policies, (policy) => ({
    ...policy,
    Statement: policy.Statement.filter(
      ({ Resource }) => Resource === undefined || [Resource].flat().includes("*"),
    ),
  }));
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
        contextVariables: {
          ...identityContext(principal),
          "aws:ResourceAccount": accountId,
          ...context,
        },
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

/** `*` matches a slash in IAM, which the evaluator does not know of a resource that begins with it. */
function anyKind(policies: Policies): Policies {
  return JSON.parse(JSON.stringify(policies).replaceAll(':*/*"', ':*"'));
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
