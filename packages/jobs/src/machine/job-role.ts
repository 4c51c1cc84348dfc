import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import {
  type AwsPlace,
  arnOf,
  type EncryptionKeyReference,
  type PolicyStatement,
  policyDocument,
  serviceTrust,
} from "@pictor/contracts";
import { type ContainerVpc, containerStatements, ExecutionRole } from "@pictor/inference";
import type { Construct } from "constructs";
import type { JobKind } from "./job-statements";

/** Log groups that SageMaker writes the containers of jobs to: one in an account for all jobs of a kind. */
export const jobLogGroups: Readonly<Record<JobKind, string>> = {
  transform: "/aws/sagemaker/TransformJobs",
  training: "/aws/sagemaker/TrainingJobs",
};

/** What a {@link JobRole} may do. */
export interface JobRoleProps extends AwsPlace {
  readonly roleName: string;
  readonly kind: JobKind;
  /** Begins the names of the jobs, whose log streams alone the role may write. */
  readonly name: string;
  /** Repository whose images it may pull. */
  readonly repositoryArn: string;
  /** Key of the instances' volumes. @default - none, the instances' storage takes no key */
  readonly volumeKey?: EncryptionKeyReference;
  /** @default - the jobs have no network */
  readonly vpc?: ContainerVpc;
}

/** What the containers of jobs run as: they pull one image and write their own logs, besides what stores grant. */
export class JobRole extends ExecutionRole {
  public readonly resource: IamRole;
  /** What it may do besides what stores grant. */
  public readonly policy: IamRolePolicy;

  public constructor(scope: Construct, id: string, props: JobRoleProps) {
    super(scope, id);
    this.resource = new IamRole(this, "Resource", {
      name: props.roleName,
      description: `SageMaker runs the jobs of ${props.name} as this role`,
      assumeRolePolicy: serviceTrust("sagemaker.amazonaws.com", props.accountId),
    });
    this.policy = new IamRolePolicy(this.resource, "Run", {
      role: this.resource.name,
      name: "run",
      policy: policyDocument([
        ...observe(props),
        ...containerStatements({ ...props, repositoryArns: [props.repositoryArn] }),
      ]),
    });
  }
}

function observe(props: JobRoleProps): PolicyStatement[] {
  const group = jobLogGroups[props.kind];
  return [
    {
      Sid: "WriteLogs",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: arnOf(props, "logs", `log-group:${group}:log-stream:${props.name}-*`),
    },
    {
      Sid: "FindLogs",
      Effect: "Allow",
      Action: "logs:DescribeLogStreams",
      Resource: arnOf(props, "logs", `log-group:${group}`),
    },
  ];
}
