import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import {
  type AwsPlace,
  arnOf,
  type EncryptionKeyReference,
  isToken,
  listProblems,
  type PolicyStatement,
  placeProblems,
  policyDocument,
  printed,
  refuseProblems,
  serviceTrust,
} from "@pictor/contracts";
import type { Construct } from "constructs";
import { functionRoleProblems } from "./existing-problems";
import { existingRole, type RoleChoice } from "./existing-role";

/** What a function's role is made of. */
export interface FunctionRoleProps extends AwsPlace {
  readonly functionName: string;
  /** Key of the function's environment variables. */
  readonly encryptionKey: EncryptionKeyReference;
  /** Whether the function has network interfaces in a VPC; ARNs of its subnets, if they are known. */
  readonly network:
    | { readonly kind: "none" }
    | { readonly kind: "vpc"; readonly subnetArns: readonly string[] };
  /**
   * A role that exists, or what bounds the one that is created.
   *
   * @default - one is created, `<functionName>-<region>`
   */
  readonly role?: FunctionRoleChoice;
}

/** The role that a function runs as; one that exists is named. */
export type FunctionRoleChoice =
  | Extract<RoleChoice, { kind: "create" }>
  | (Extract<RoleChoice, { kind: "existing" }> & { readonly roleName: string });

/** The role of a function, with the policy that it always has. */
export interface FunctionRole {
  readonly role: IamRole;
  readonly policy: IamRolePolicy;
}

/** The role of one Lambda function: its own log group, variables, traces, and its network interfaces. */
export function createFunctionRole(
  scope: Construct,
  id: string,
  props: FunctionRoleProps,
): FunctionRole {
  const made = createRoleInPlace(scope, id, props);
  scope.node.addValidation({
    validate: () => [...placeProblems(props), ...functionRoleProblems(props.role)],
  });
  return made;
}

/** As {@link createFunctionRole}, in an account and region that the caller checks. */
export function createRoleInPlace(
  scope: Construct,
  id: string,
  props: FunctionRoleProps,
): FunctionRole {
  const subnetArns = props.network.kind === "vpc" ? props.network.subnetArns : [];
  refuseProblems(listProblems("network.subnetArns", subnetArns));
  const role = roleOf(scope, id, props);
  // An existing role is in no stack, so it validates nothing.
  scope.node.addValidation({ validate: () => subnetProblems(subnetArns) });
  const policy = new IamRolePolicy(role, "Run", {
    role: role.name,
    name: "run",
    policy: policyDocument([
      ...observe(props),
      decrypt(props),
      ...(props.network.kind === "vpc" ? attach(props, subnetArns) : []),
    ]),
  });
  return { role, policy };
}

function roleOf(scope: Construct, id: string, props: FunctionRoleProps): IamRole {
  const { accountId, functionName, region, role = { kind: "create" } } = props;
  if (role.kind === "existing") return existingRole({ ...role, accountId, region });
  const { permissionsBoundaryArn } = role;
  return new IamRole(scope, id, {
    // A role's name is unique in an account, a function's in a region.
    name: functionRoleName(props),
    description: `Lambda runs ${functionName} as this role`,
    assumeRolePolicy: functionTrust(props),
    ...(permissionsBoundaryArn !== undefined && { permissionsBoundary: permissionsBoundaryArn }),
  });
}

/** Whom a function's role must trust. */
export function functionTrust({ accountId }: Pick<AwsPlace, "accountId">): string {
  return serviceTrust("lambda.amazonaws.com", accountId);
}

function subnetProblems(arns: readonly string[]): string[] {
  return arns
    .filter((arn) => !isToken(arn) && !/^arn:[^:]+:ec2:[^:]+:\d{12}:subnet\/.+$/.test(arn))
    .map((arn) => `network.subnetArns has ${printed(arn)}, which is no ARN of a subnet`);
}

/** Name of a function's role. */
export function functionRoleName({
  functionName,
  region,
}: Pick<FunctionRoleProps, "functionName" | "region">): string {
  return `${functionName}-${region}`;
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
function attach(props: FunctionRoleProps, subnetArns: readonly string[]): PolicyStatement[] {
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
    ...useSharedSubnets(
      subnetArns.filter((arn) => !arn.startsWith(arnOf(props, "ec2", "subnet/"))),
    ),
    {
      Sid: "NotTheFunctionItself",
      Effect: "Deny",
      Action: [...describe, ...change],
      Resource: "*",
      Condition: { ArnEquals: { "lambda:SourceFunctionArn": functionArn(props) } },
    },
  ];
}

/** Subnets that another account shares have that account in their ARN; a network interface in them is the own account's. */
function useSharedSubnets(subnetArns: readonly string[]): PolicyStatement[] {
  if (subnetArns.length === 0) return [];
  return [
    {
      Sid: "UseSharedSubnets",
      Effect: "Allow",
      Action: "ec2:CreateNetworkInterface",
      Resource: subnetArns,
    },
  ];
}

function functionArn(props: FunctionRoleProps): string {
  return arnOf(props, "lambda", `function:${props.functionName}`);
}
