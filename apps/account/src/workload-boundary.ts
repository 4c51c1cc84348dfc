import { arnOf, bucketArn, type Place, type PolicyStatement, partitionOf } from "@pictor/contracts";
import { capacityBoundary } from "./capacity-boundary";
import { inRegion, prefixOf, resources } from "./deploy-place";

/**
 * The most that a role of one environment may do, whichever policies it has: what the environment's functions, models,
 * schedules and flow logs need, on the environment's own names and tags, in its region. IAM and STS are beyond it, except making
 * the role by which Application Auto Scaling scales endpoints.
 *
 * A boundary grants nothing by itself. A role of a new kind needs its actions here as well; the tests of the synthesised
 * policies name each that is missing.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export function boundaryStatements(place: Place): readonly PolicyStatement[] {
  return [
    ...observation(place),
    ...dataBoundary(place),
    ...models(place),
    ...interfaces(place),
    ...capacityBoundary(place),
  ];
}

function observation(place: Place): readonly PolicyStatement[] {
  const prefix = prefixOf(place);
  return [
    {
      Sid: "WriteLogs",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      Resource: resources(
        place,
        "logs",
        `log-group:/aws/lambda/${prefix}*`,
        `log-group:/aws/sagemaker/Endpoints/${prefix}*`,
        `log-group:/pictor/${prefix.slice(0, -1)}/*`,
      ),
    },
    {
      // None of these actions has a resource.
      Sid: "Observe",
      Effect: "Allow",
      Action: ["logs:DescribeLogGroups", "xray:PutTelemetryRecords", "xray:PutTraceSegments"],
      Resource: "*",
      Condition: inRegion(place),
    },
    {
      Sid: "PublishMetrics",
      Effect: "Allow",
      Action: "cloudwatch:PutMetricData",
      Resource: "*",
      Condition: { ...inRegion(place), StringLike: { "cloudwatch:namespace": "/aws/sagemaker/*" } },
    },
    {
      Sid: "WatchAlarms",
      Effect: "Allow",
      Action: "cloudwatch:DescribeAlarms",
      Resource: resources(place, "cloudwatch", `alarm:${prefix}*`),
    },
  ];
}

/** Objects and keys of the environment. */
export function dataBoundary(place: Place): readonly PolicyStatement[] {
  const buckets = bucketArn(place.region, `${prefixOf(place)}*-${place.accountId}-${place.region}`);
  const keys = resources(place, "kms", "key/*");
  const own = { "aws:ResourceTag/Environment": place.environment };
  const ofAccount = { StringEquals: { "aws:ResourceAccount": place.accountId } };
  return [
    {
      Sid: "UseObjects",
      Effect: "Allow",
      Action: ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"],
      Resource: `${buckets}/*`,
      // A bucket's ARN names no account, and anybody in the world may take a name that is free.
      Condition: ofAccount,
    },
    {
      Sid: "ListObjects",
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: buckets,
      Condition: ofAccount,
    },
    {
      Sid: "UseKey",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: keys,
      Condition: { StringEquals: own },
    },
    {
      Sid: "GiveKeyToServices",
      Effect: "Allow",
      Action: "kms:CreateGrant",
      Resource: keys,
      Condition: { StringEquals: own, Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
  ];
}

function models(place: Place): readonly PolicyStatement[] {
  return [
    {
      // A capacity controller makes an endpoint, and updates it, of its configuration: AWS asks for both.
      Sid: "UseEndpoints",
      Effect: "Allow",
      Action: [
        "sagemaker:AddTags",
        "sagemaker:CreateEndpoint",
        "sagemaker:DeleteEndpoint",
        "sagemaker:DescribeEndpoint",
        "sagemaker:DescribeEndpointConfig",
        "sagemaker:InvokeEndpoint",
        "sagemaker:UpdateEndpoint",
        "sagemaker:UpdateEndpointWeightsAndCapacities",
      ],
      Resource: resources(
        place,
        "sagemaker",
        ...["endpoint", "endpoint-config"].map((kind) => `${kind}/${prefixOf(place)}*`),
      ),
    },
    ...imageBoundary(place),
  ];
}

/** Images of containers. */
export function imageBoundary(place: Place): readonly PolicyStatement[] {
  return [
    {
      Sid: "FindRegistry",
      Effect: "Allow",
      Action: "ecr:GetAuthorizationToken",
      Resource: "*",
      Condition: inRegion(place),
    },
    {
      // AWS's own images lie in accounts of AWS, another one in each region.
      Sid: "PullImages",
      Effect: "Allow",
      Action: [
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:GetDownloadUrlForLayer",
      ],
      Resource: `arn:${partitionOf(place.region)}:ecr:${place.region}:*:repository/*`,
    },
  ];
}

/**
 * Lambda and SageMaker manage network interfaces as the role that a function or model runs as, and put no tags on them.
 * Lambda accepts no narrower resource for the deletion. Interfaces, subnets and security groups that are tagged as
 * another environment's are refused, and so is code inside a function: its calls carry the function's ARN.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions
 * @see https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html
 */
function interfaces(place: Place): readonly PolicyStatement[] {
  return [
    {
      // These actions have no resource.
      Sid: "SeeNetworks",
      Effect: "Allow",
      Action: [
        "ec2:DescribeDhcpOptions",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSubnets",
        "ec2:DescribeVpcs",
      ],
      Resource: "*",
      Condition: inRegion(place),
    },
    {
      Sid: "ManageInterfaces",
      Effect: "Allow",
      Action: [
        "ec2:AssignPrivateIpAddresses",
        "ec2:CreateNetworkInterface",
        "ec2:CreateNetworkInterfacePermission",
        "ec2:DeleteNetworkInterface",
        "ec2:DeleteNetworkInterfacePermission",
        "ec2:UnassignPrivateIpAddresses",
      ],
      Resource: arnOf(place, "ec2", "*/*"),
      Condition: {
        StringEqualsIfExists: { "aws:ResourceTag/Environment": place.environment },
      },
    },
    {
      Sid: "NoNetworkForFunctions",
      Effect: "Deny",
      Action: "ec2:*",
      Resource: "*",
      Condition: { Null: { "lambda:SourceFunctionArn": "false" } },
    },
  ];
}
