import {
  type AwsPlace,
  arnOf,
  type EncryptionKeyReference,
  type PolicyStatement,
} from "@pictor/contracts";

/** Subnets and security groups of a container's network interfaces. */
export interface ContainerVpc {
  /** Of subnets that another account shares, the ARNs are that account's. */
  readonly subnetArns: readonly string[];
  readonly securityGroupIds: readonly string[];
}

/** What a role of SageMaker's containers needs, whatever they run. */
export interface ContainerRoleNeeds extends AwsPlace {
  /** The repositories, and no others, whose images the role may pull. */
  readonly repositoryArns: readonly string[];
  /** @default - the containers have no network interfaces of the account's */
  readonly vpc?: ContainerVpc;
  /** Key of the instances' volumes. @default - none, the instances' storage takes no key */
  readonly volumeKey?: EncryptionKeyReference;
}

const allow = (
  Sid: string,
  Action: readonly string[],
  Resource: string | readonly string[],
  Condition?: PolicyStatement["Condition"],
): PolicyStatement => ({ Sid, Effect: "Allow", Action, Resource, ...(Condition && { Condition }) });

/**
 * Returns the statements that a role of SageMaker's containers needs, of endpoints and of jobs alike: it publishes metrics,
 * pulls images, and if asked for encrypts volumes and has network interfaces. Logs are not among them: each service has its
 * own groups.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html
 */
export function containerStatements(needs: ContainerRoleNeeds): PolicyStatement[] {
  return [
    // PutMetricData knows no resources, so its namespace is what limits it.
    allow("PublishMetrics", ["cloudwatch:PutMetricData"], "*", {
      StringLike: { "cloudwatch:namespace": "/aws/sagemaker/*" },
    }),
    // GetAuthorizationToken knows no resources.
    allow("Authenticate", ["ecr:GetAuthorizationToken"], "*"),
    allow(
      "PullImage",
      ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      needs.repositoryArns,
    ),
    ...attach(needs),
    ...encrypt(needs.volumeKey),
  ];
}

function attach({ vpc, ...place }: ContainerRoleNeeds): PolicyStatement[] {
  if (vpc === undefined) return [];
  const ec2 = (resource: string): string => arnOf(place, "ec2", resource);
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
        ...vpc.subnetArns,
        ...vpc.securityGroupIds.map((id) => ec2(`security-group/${id}`)),
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
