import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import {
  LambdaFunction,
  type LambdaFunctionVpcConfig,
} from "@cdktf/provider-aws/lib/lambda-function";
import { type EncryptionKeyReference, type FunctionMetrics, limits } from "@pictor/contracts";
import type { InferenceEndpoint } from "@pictor/inference";
import type { InferenceNetwork } from "@pictor/network";
import { AssetType, type ITerraformDependable, TerraformAsset, TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { createFunctionRole, functionLogGroupName } from "./function-role";
import { lambdaAsset } from "./lambda-asset";
import { functionMetrics } from "./metrics";
import { timeoutChainProblems } from "./timeout-chain";

/** What a {@link PredictFunction} is made of. */
export interface PredictFunctionProps {
  readonly functionName: string;
  /** The AWS account, twelve digits. */
  readonly accountId: string;
  /** AWS region, for example `eu-central-1`. */
  readonly region: string;
  /** The endpoints that it may call, in order of preference. */
  readonly endpoints: readonly [InferenceEndpoint, ...InferenceEndpoint[]];
  /** Whether it runs in a network without a way out, or outside of any. */
  readonly network:
    | { readonly kind: "vpc"; readonly network: InferenceNetwork }
    | { readonly kind: "none" };
  /** Key for the logs and for the function's environment variables. */
  readonly encryptionKey: EncryptionKeyReference;
  /** How long the function's logs are kept, in days: a value that CloudWatch Logs offers. */
  readonly logRetentionDays: number;
  /**
   * Requests that it may work on at once. It takes them from the account's concurrency, and no more than them.
   *
   * @default - no limit of its own, it shares the account's
   */
  readonly reservedConcurrency?: number;
}

/**
 * The function behind the API: checks a request, asks the endpoints in order, and says in the API's words what went
 * wrong. Its code is bundled into this package.
 */
export class PredictFunction extends Construct {
  public readonly resource: LambdaFunction;
  /** What the function runs as. */
  public readonly role: IamRole;
  public readonly metrics: FunctionMetrics;

  public constructor(scope: Construct, id: string, props: PredictFunctionProps) {
    super(scope, id);
    const targets = props.endpoints.map((endpoint) => endpoint.target);
    this.node.addValidation({ validate: () => timeoutChainProblems(targets) });

    this.role = createFunctionRole(this, "Role", { ...props, inVpc: props.network.kind === "vpc" });
    for (const endpoint of props.endpoints) endpoint.grantInvoke(this.role);
    const logs = new CloudwatchLogGroup(this, "Logs", {
      name: functionLogGroupName(props.functionName),
      retentionInDays: props.logRetentionDays,
      kmsKeyId: props.encryptionKey.arn,
    });
    const vpc = this.createVpcConfig(props);
    const zip = lambdaAsset("predict");
    const code = new TerraformAsset(this, "Code", { path: zip.path, type: AssetType.FILE });
    this.resource = new LambdaFunction(this, "Resource", {
      functionName: props.functionName,
      description: "Classifies a picture by the endpoints in TARGETS",
      role: this.role.arn,
      // nodejs22.x ends 2027-04-30; the provider refuses a later one.
      runtime: "nodejs22.x",
      architectures: ["x86_64"],
      handler: "index.handler",
      filename: code.path,
      sourceCodeHash: zip.hash,
      memorySize: 512,
      timeout: limits.timeoutMs.lambda / 1000,
      kmsKeyArn: props.encryptionKey.arn,
      environment: { variables: { TARGETS: JSON.stringify(targets) } },
      tracingConfig: { mode: "Active" },
      loggingConfig: {
        logFormat: "JSON",
        applicationLogLevel: "INFO",
        systemLogLevel: "WARN",
        logGroup: logs.name,
      },
      ...(props.reservedConcurrency !== undefined && {
        reservedConcurrentExecutions: props.reservedConcurrency,
      }),
      ...(vpc && { vpcConfig: vpc.config }),
      // Lambda checks the role when it makes the function, and answers at once when it is called.
      dependsOn: [...resourcesOf(this.role), ...(vpc?.ready ?? [])],
    });
    this.metrics = functionMetrics(props.functionName);
  }

  private createVpcConfig(
    props: PredictFunctionProps,
  ): { config: LambdaFunctionVpcConfig; ready: ITerraformDependable[] } | undefined {
    if (props.network.kind === "none") return undefined;
    const { network } = props.network;
    const securityGroup = network.createSecurityGroup(
      this,
      "SecurityGroup",
      `Lambda function ${props.functionName}`,
    );
    network.allowSagemakerRuntime(securityGroup);
    return {
      config: { subnetIds: network.subnetIds, securityGroupIds: [securityGroup.id] },
      ready: resourcesOf(securityGroup),
    };
  }
}

function resourcesOf(construct: Construct): ITerraformDependable[] {
  return construct.node.findAll().filter((child) => child instanceof TerraformResource);
}
