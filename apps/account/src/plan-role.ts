import type { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { PolicyStatement } from "@pictor/contracts";
import { Construct } from "constructs";
import { type DeployPlace, namesAt } from "./deploy-place";
import { addPolicies, type DeployRoleProps, deployParts } from "./deploy-role";
import { planTrustPolicy } from "./deploy-trust";
import { statePlace, useStateKey } from "./state-place";

/** Actions that read, and the validation of a state machine's definition, which a plan asks for. */
const reads = /^[\w-]+:(?:Describe|GET|Get|List|Validate|View)/;

/** Statements of the deploy role that the plan role lacks: those about the state, objects of buckets and runs of jobs. */
const left = new Set([
  "FindState",
  "KeepState",
  "UnlockState",
  "EncryptState",
  "PublishReleases",
  "FetchResults",
  "FindTrainingJobs",
  "FollowRuns",
  "FollowTrainingJobs",
]);

/**
 * Permissions to plan an environment: all that the deploy role may read of its resources, the states, and the locks
 * beside them. They are derived from the deploy role's statements, so the plan role never gains more.
 */
export function planParts(
  place: DeployPlace,
): Readonly<Record<string, readonly PolicyStatement[]>> {
  // The checks are for a deployment.
  const { Checks: _, ...parts } = deployParts;
  const reading = Object.entries(parts).map(
    ([part, statementsOf]) => [part, statementsOf(place).flatMap(readingOnly)] as const,
  );
  return { State: stateStatements(place), ...Object.fromEntries(reading) };
}

function readingOnly(statement: PolicyStatement): readonly PolicyStatement[] {
  if (statement.Effect === "Deny") return [statement];
  const actions = [statement.Action].flat().filter((action) => reads.test(action));
  if (left.has(statement.Sid ?? "") || actions.length === 0) return [];
  const { Condition, ...rest } = statement;
  return [{ ...rest, Action: actions, ...(Condition && { Condition: ofReads(Condition) }) }];
}

/** Leaves out conditions that apply only to requests with tags: a request that reads has none. */
function ofReads(conditions: NonNullable<PolicyStatement["Condition"]>) {
  const asksForTags = ([operator, keys]: readonly [string, object]) =>
    operator.endsWith("IfExists") &&
    Object.keys(keys).every((key) => key.startsWith("aws:RequestTag/"));
  return Object.fromEntries(Object.entries(conditions).filter((entry) => !asksForTags(entry)));
}

function stateStatements(place: DeployPlace): readonly PolicyStatement[] {
  const { bucket, locks, states } = statePlace(place);
  return [
    { Sid: "FindState", Effect: "Allow", Action: "s3:ListBucket", Resource: bucket },
    {
      Sid: "ReadState",
      Effect: "Allow",
      Action: "s3:GetObject",
      Resource: [...states, ...locks],
    },
    {
      Sid: "LockState",
      Effect: "Allow",
      Action: ["s3:DeleteObject", "s3:PutObject"],
      Resource: locks,
    },
    useStateKey(place, "EncryptLock"),
  ];
}

/** The role that plans one environment, in reviews and in checks for drift. It changes nothing but the state's lock. */
export class PlanRole extends Construct {
  /** The role. */
  public readonly resource: IamRole;
  /** What it may do, in parts. */
  public readonly policies: readonly IamPolicy[];

  public constructor(scope: Construct, id: string, props: DeployRoleProps) {
    super(scope, id);
    const { planRole } = namesAt(props);
    this.resource = new IamRole(this, "Resource", {
      name: planRole,
      description: `Plans Pictor's environment ${props.environment}`,
      assumeRolePolicy: planTrustPolicy(props, props.trust),
      dependsOn: [...props.trusts],
    });
    this.policies = addPolicies(this, this.resource, planRole, planParts(props));
  }
}
