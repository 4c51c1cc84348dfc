import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import {
  type AwsPlace,
  arnOf,
  brandOf,
  brandTitle,
  type EncryptionKeyReference,
  listProblems,
  type PolicyStatement,
  policyDocument,
  printed,
  refuseProblems,
  roleNameProblems,
  serviceTrust,
} from "@pictor/contracts";
import {
  boundaryProblems,
  existingRole,
  grantedPolicy,
  pathProblems,
  type RoleChoice,
} from "@pictor/function";
import type { ModelStoreReference } from "@pictor/storage";
import { Annotations } from "cdktf";
import type { Construct } from "constructs";
import { endpointLogGroupName } from "../endpoint/endpoint-facts";
import { containerStatements } from "./container-statements";
import { ExecutionRole } from "./execution-role";

/** Subnets and security groups of a model's network interfaces. */
export interface ModelVpc {
  readonly kind: "vpc";
  readonly subnetIds: readonly string[];
  /** Whether the order of `subnetIds` is the same whatever the order in the props was. */
  readonly subnetsSorted: boolean;
  /** Their ARNs: those of subnets that another account shares are that account's. */
  readonly subnetArns: readonly string[];
  readonly securityGroupIds: readonly string[];
}

/** What a {@link ModelRole} may do. */
export interface ModelRoleProps extends AwsPlace {
  /** 1 to 64 letters, digits and `_+=,.@-`, a literal: the model store's policy names the role. */
  readonly roleName: string;
  /**
   * Whether the role is created, or exists: then nothing is attached to it.
   *
   * @default - it is created
   */
  readonly role?: RoleChoice;
  /** The endpoint whose log group, and no other, the role may write. */
  readonly endpointName: string;
  /** The repositories, one at least and no others, whose images it may pull. */
  readonly repositoryArns: readonly string[];
  readonly modelStore: Pick<ModelStoreReference, "grantRead">;
  readonly network:
    | { readonly kind: "none" }
    | Pick<ModelVpc, "kind" | "subnetArns" | "securityGroupIds">;
  /**
   * Key of the instances' volumes.
   *
   * @default - none, the instances' storage takes no key
   */
  readonly volumeKey?: EncryptionKeyReference;
  /**
   * The alarms at which SageMaker takes a release back: it reads them as this role.
   *
   * @default - none
   */
  readonly rollbackAlarmArns?: readonly string[];
}

const allow = (
  Sid: string,
  Action: readonly string[],
  Resource: readonly string[],
): PolicyStatement => ({ Sid, Effect: "Allow", Action, Resource });

/**
 * What SageMaker is when it runs a model: it can read releases, write one log group, and little else.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html#sagemaker-roles-createmodel-perms
 *
 * @example
 * const model = new ModelRole(stack, "ModelRole", {
 *   accountId: "123456789012",
 *   region: "eu-central-1",
 *   roleName: "birds-model",
 *   endpointName: "birds",
 *   repositoryArns,
 *   modelStore,
 *   network: vpc,
 * });
 */
export class ModelRole extends ExecutionRole {
  /** The role. One that exists is in no stack: grants to it create nothing. */
  public readonly resource: IamRole;
  /** What it may do besides reading releases. */
  public readonly policy: IamRolePolicy;

  private readonly trust: string;

  public constructor(scope: Construct, id: string, props: ModelRoleProps) {
    super(scope, id);
    refuseProblems(roleProblems(props));
    this.trust = serviceTrust("sagemaker.amazonaws.com", props.accountId);
    this.resource = this.roleOf(props);
    this.policy = new IamRolePolicy(this.resource, "Run", {
      role: this.resource.name,
      name: "run",
      policy: policyDocument([
        ...observe(props),
        ...containerStatements({
          ...props,
          ...(props.network.kind === "vpc" && { vpc: props.network }),
        }),
        ...watch(props.rollbackAlarmArns),
      ]),
    });
    props.modelStore.grantRead(this.resource);
  }

  /**
   * Returns the policy document of what the role must allow: reading releases, and what was granted up to now.
   *
   * @throws Error where a grant's policy is not known at synthesis
   */
  public requiredPolicy(): string {
    return grantedPolicy(this.resource);
  }

  /** Returns the trust policy that the role must have. */
  public requiredTrust(): string {
    return this.trust;
  }

  private roleOf({ accountId, region, role, roleName }: ModelRoleProps): IamRole {
    if (role?.kind === "existing") {
      Annotations.of(this).addInfo(
        `role ${printed(roleName)} exists, so nothing is attached to it: it must allow what requiredPolicy() returns, and trust whom requiredTrust() names`,
      );
      return existingRole({ ...role, accountId, region, roleName });
    }
    return new IamRole(this, "Resource", {
      name: roleName,
      description: `SageMaker runs ${withArticle(brandTitle(brandOf(this)))} model as this role`,
      assumeRolePolicy: this.trust,
      ...(role?.permissionsBoundaryArn !== undefined && {
        permissionsBoundary: role.permissionsBoundaryArn,
      }),
    });
  }
}

function withArticle(noun: string): string {
  return `${/^[AEIOU]/.test(noun) ? "an" : "a"} ${noun}`;
}

/** Problems of a model role's props; empty if valid. */
function roleProblems({
  network,
  repositoryArns,
  role,
  roleName,
  rollbackAlarmArns = [],
}: ModelRoleProps): string[] {
  return [
    ...roleNameProblems("roleName", roleName),
    ...roleChoiceProblems(role),
    ...listProblems("repositoryArns", repositoryArns),
    ...(repositoryArns.length > 0
      ? []
      : ["repositoryArns must name the repository of an image, got none"]),
    ...listProblems("rollbackAlarmArns", rollbackAlarmArns),
    ...(network.kind === "none"
      ? []
      : [
          ...listProblems("network.subnetArns", network.subnetArns),
          ...listProblems("network.securityGroupIds", network.securityGroupIds),
        ]),
  ];
}

/** Problems of whether a role is created or exists; empty if valid. */
export function roleChoiceProblems(role: RoleChoice | undefined): string[] {
  if (role === undefined) return [];
  if (role.kind === "create") return boundaryProblems("role", role);
  return role.path === undefined ? [] : pathProblems("role", role.path);
}

function observe(props: ModelRoleProps): PolicyStatement[] {
  const logs = arnOf(props, "logs", `log-group:${endpointLogGroupName(props.endpointName)}`);
  return [
    allow(
      "WriteLogs",
      ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      [logs, `${logs}:*`],
    ),
  ];
}

function watch(alarmArns: readonly string[] = []): PolicyStatement[] {
  if (alarmArns.length === 0) return [];
  // Without it no release is ever taken back: deployment-guardrails-configuration in the developer guide.
  return [allow("WatchRollbackAlarms", ["cloudwatch:DescribeAlarms"], alarmArns)];
}
