import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import {
  arnOf,
  type EncryptionKeyReference,
  type PolicyStatement,
  policyDocument,
  serviceTrust,
} from "@pictor/contracts";
import type { Construct } from "constructs";

/** What a function's role is made of. */
export interface FunctionRoleProps {
  readonly functionName: string;
  readonly accountId: string;
  readonly region: string;
  /** Key of the function's environment variables. */
  readonly encryptionKey: EncryptionKeyReference;
  /** Whether the function has network interfaces in a VPC. */
  readonly inVpc: boolean;
}

/** The role of one Lambda function: its own log group, variables, traces, and its network interfaces. */
export function createFunctionRole(
  scope: Construct,
  id: string,
  props: FunctionRoleProps,
): IamRole {
  const role = new IamRole(scope, id, {
    // A role's name is unique in an account, a function's in a region.
    name: `${props.functionName}-${props.region}`,
    description: `Lambda runs ${props.functionName} as this role`,
    assumeRolePolicy: serviceTrust("lambda.amazonaws.com", props.accountId),
  });
  new IamRolePolicy(role, "Run", {
    role: role.name,
    name: "run",
    policy: policyDocument([
      ...observe(props),
      decrypt(props),
      ...(props.inVpc ? attach(props) : []),
    ]),
  });
  return role;
}

/** Log group that Lambda writes a function's output to. */
export function functionLogGroupName(functionName: string): string {
  return `/aws/lambda/${functionName}`;
}

function observe(props: FunctionRoleProps): PolicyStatement[] {
  const logs = arnOf(props, "logs", `log-group:${functionLogGroupName(props.functionName)}:*`);
  return [
    {
      Sid: "WriteLogs",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: logs,
    },
    // X-Ray's actions for traces know no resources.
    {
      Sid: "WriteTraces",
      Effect: "Allow",
      Action: ["xray:PutTelemetryRecords", "xray:PutTraceSegments"],
      Resource: "*",
    },
  ];
}

/**
 * Lambda grants a role the use of the key when it makes the function; the grant is lost with the role, and a role
 * of the same name would read no variables.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html
 */
function decrypt(props: FunctionRoleProps): PolicyStatement {
  return {
    Sid: "ReadVariables",
    Effect: "Allow",
    Action: "kms:Decrypt",
    Resource: props.encryptionKey.arn,
    Condition: {
      StringEquals: { "kms:EncryptionContext:aws:lambda:FunctionArn": functionArn(props) },
    },
  };
}

/**
 * Lambda manages the function's network interfaces as the function; to delete one it wants every resource of the
 * account named. The function itself may do nothing of the kind: its own calls carry its ARN, Lambda's do not.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions
 * @see https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html
 */
function attach(props: FunctionRoleProps): PolicyStatement[] {
  const describe = ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"];
  const change = [
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:UnassignPrivateIpAddresses",
  ];
  return [
    // EC2's Describe actions know no resources.
    { Sid: "SeeNetwork", Effect: "Allow", Action: describe, Resource: "*" },
    {
      Sid: "ManageInterfaces",
      Effect: "Allow",
      Action: change,
      Resource: arnOf(props, "ec2", "*/*"),
    },
    {
      Sid: "NotTheFunctionItself",
      Effect: "Deny",
      Action: [...describe, ...change],
      Resource: "*",
      Condition: { ArnEquals: { "lambda:SourceFunctionArn": functionArn(props) } },
    },
  ];
}

function functionArn(props: FunctionRoleProps): string {
  return arnOf(props, "lambda", `function:${props.functionName}`);
}
