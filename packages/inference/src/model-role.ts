import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import {
  arnOf,
  type EncryptionKeyReference,
  type PolicyStatement,
  policyDocument,
  serviceTrust,
} from "@pictor/contracts";
import type { ModelStoreReference } from "@pictor/storage";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { endpointLogGroupName } from "./endpoint-facts";
import { resourcesOf } from "./resources-of";

/** Where a model's network interfaces are. */
export type ModelNetwork =
  | { readonly kind: "none" }
  | {
      readonly kind: "vpc";
      readonly subnetIds: readonly string[];
      readonly securityGroup: SecurityGroup;
    };

/** What a {@link ModelRole} may do. */
export interface ModelRoleProps {
  readonly roleName: string;
  readonly accountId: string;
  readonly region: string;
  /** The endpoint whose log group, and no other, the role may write. */
  readonly endpointName: string;
  /** The repositories, and no others, whose images it may pull. */
  readonly repositoryArns: readonly string[];
  readonly modelStore: ModelStoreReference;
  readonly network: ModelNetwork;
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
  Resource: string | readonly string[],
  Condition?: PolicyStatement["Condition"],
): PolicyStatement => ({ Sid, Effect: "Allow", Action, Resource, ...(Condition && { Condition }) });

/**
 * What SageMaker is when it runs a model: it can read releases, write one log group, and little else.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html#sagemaker-roles-createmodel-perms
 */
export class ModelRole extends Construct {
  public readonly resource: IamRole;

  public constructor(scope: Construct, id: string, props: ModelRoleProps) {
    super(scope, id);
    this.resource = new IamRole(this, "Resource", {
      name: props.roleName,
      description: "SageMaker runs a Pictor model as this role",
      assumeRolePolicy: serviceTrust("sagemaker.amazonaws.com", props.accountId),
    });
    new IamRolePolicy(this.resource, "Run", {
      role: this.resource.name,
      name: "run",
      policy: policyDocument([
        ...observe(props),
        ...pull(props),
        ...attach(props),
        ...encrypt(props.volumeKey),
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

function observe(props: ModelRoleProps): PolicyStatement[] {
  const logs = arnOf(props, "logs", `log-group:${endpointLogGroupName(props.endpointName)}`);
  return [
    allow(
      "WriteLogs",
      ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      [logs, `${logs}:*`],
    ),
    // PutMetricData knows no resources, so its namespace is what limits it.
    allow("PublishMetrics", ["cloudwatch:PutMetricData"], "*", {
      StringLike: { "cloudwatch:namespace": "/aws/sagemaker/*" },
    }),
  ];
}

function pull(props: ModelRoleProps): PolicyStatement[] {
  return [
    // GetAuthorizationToken knows no resources.
    allow("Authenticate", ["ecr:GetAuthorizationToken"], "*"),
    allow(
      "PullImage",
      ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      props.repositoryArns,
    ),
  ];
}

function attach(props: ModelRoleProps): PolicyStatement[] {
  if (props.network.kind === "none") return [];
  const ec2 = (resource: string): string => arnOf(props, "ec2", resource);
  const { subnetIds, securityGroup } = props.network;
  return [
    // EC2's Describe actions know no resources.
    allow(
      "SeeNetwork",
      [
        "ec2:DescribeDhcpOptions",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSubnets",
        "ec2:DescribeVpcs",
      ],
      "*",
    ),
    allow(
      "CreateInterface",
      ["ec2:CreateNetworkInterface"],
      [
        ...subnetIds.map((subnet) => ec2(`subnet/${subnet}`)),
        ec2(`security-group/${securityGroup.id}`),
        ec2("network-interface/*"),
      ],
    ),
    allow(
      "ManageInterface",
      [
        "ec2:CreateNetworkInterfacePermission",
        "ec2:DeleteNetworkInterface",
        "ec2:DeleteNetworkInterfacePermission",
      ],
      ec2("network-interface/*"),
    ),
  ];
}

function encrypt(volumeKey: EncryptionKeyReference | undefined): PolicyStatement[] {
  if (volumeKey === undefined) return [];
  return [
    allow("EncryptVolumes", ["kms:CreateGrant"], volumeKey.arn, {
      Bool: { "kms:GrantIsForAWSResource": "true" },
    }),
  ];
}

function watch(alarmArns: readonly string[] | undefined): PolicyStatement[] {
  if (alarmArns === undefined) return [];
  // Without it no release is ever taken back: deployment-guardrails-configuration in the developer guide.
  return [allow("WatchRollbackAlarms", ["cloudwatch:DescribeAlarms"], alarmArns)];
}
