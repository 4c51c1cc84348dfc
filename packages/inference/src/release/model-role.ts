import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import {
  type AwsPlace,
  arnOf,
  type EncryptionKeyReference,
  listProblems,
  type PolicyStatement,
  policyDocument,
  refuseProblems,
  roleNameProblems,
  serviceTrust,
} from "@pictor/contracts";
import type { ModelStoreReference } from "@pictor/storage";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { endpointLogGroupName } from "../endpoint/endpoint-facts";
import { resourcesOf } from "../endpoint/resources-of";
import { containerStatements } from "./container-statements";

/** Subnets and security group of a model's network interfaces. */
export interface ModelVpc {
  readonly kind: "vpc";
  readonly subnetIds: readonly string[];
  /** Whether the order of `subnetIds` is the same whatever the order in the props was. */
  readonly subnetsSorted: boolean;
  /** Their ARNs: those of subnets that another account shares are that account's. */
  readonly subnetArns: readonly string[];
  readonly securityGroup: SecurityGroup;
}

/** What a {@link ModelRole} may do. */
export interface ModelRoleProps extends AwsPlace {
  /** 1 to 64 letters, digits and `_+=,.@-`, a literal: the model store's policy names the role. */
  readonly roleName: string;
  /** The endpoint whose log group, and no other, the role may write. */
  readonly endpointName: string;
  /** The repositories, one at least and no others, whose images it may pull. */
  readonly repositoryArns: readonly string[];
  readonly modelStore: Pick<ModelStoreReference, "grantRead">;
  readonly network:
    | { readonly kind: "none" }
    | Pick<ModelVpc, "kind" | "subnetArns" | "securityGroup">;
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
 */
export class ModelRole extends Construct {
  public readonly resource: IamRole;
  /** What it may do besides reading releases. */
  public readonly policy: IamRolePolicy;

  public constructor(scope: Construct, id: string, props: ModelRoleProps) {
    super(scope, id);
    refuseProblems(roleProblems(props));
    this.resource = new IamRole(this, "Resource", {
      name: props.roleName,
      description: "SageMaker runs a Pictor model as this role",
      assumeRolePolicy: serviceTrust("sagemaker.amazonaws.com", props.accountId),
    });
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

  /** The role and its policies. What SageMaker does as this role must wait for all of them, not only for the role. */
  public get ready(): ITerraformDependable[] {
    return resourcesOf(this);
  }
}

/** Problems of a model role's props; empty if valid. */
function roleProblems({
  network,
  repositoryArns,
  roleName,
  rollbackAlarmArns = [],
}: ModelRoleProps): string[] {
  return [
    ...roleNameProblems("roleName", roleName),
    ...listProblems("repositoryArns", repositoryArns),
    ...(repositoryArns.length > 0
      ? []
      : ["repositoryArns must name the repository of an image, got none"]),
    ...listProblems("rollbackAlarmArns", rollbackAlarmArns),
    ...(network.kind === "none" ? [] : listProblems("network.subnetArns", network.subnetArns)),
  ];
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
