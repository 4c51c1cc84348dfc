import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { LambdaAlias } from "@cdktf/provider-aws/lib/lambda-alias";
import {
  LambdaFunction,
  type LambdaFunctionVpcConfig,
} from "@cdktf/provider-aws/lib/lambda-function";
import {
  type EncryptionKeyReference,
  type FunctionMetrics,
  limits,
  type Release,
  type RoutingMetrics,
  routingMetrics,
} from "@pictor/contracts";
import type { InferenceEndpoint } from "@pictor/inference";
import type { InferenceNetwork } from "@pictor/network";
import {
  Annotations,
  AssetType,
  type ITerraformDependable,
  TerraformAsset,
  TerraformResource,
} from "cdktf";
import { Construct } from "constructs";
import { planConcurrency } from "./concurrency";
import { createFunctionRole, functionLogGroupName } from "./function-role";
import { lambdaAsset } from "./lambda-asset";
import { functionMetrics } from "./metrics";
import type { ModelResponse } from "./openapi-types";
import { endOfSupportWarning, type RuntimeName } from "./runtime-catalogue";
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
  /** What the endpoints serve: `GET /model` says it, and its calibration sizes the function. */
  readonly release: Pick<Release, "calibration" | "labels" | "sha256" | "weightsSha256">;
  /**
   * What the release's calibration calls the capacity behind each endpoint, in their order: an instance type, or
   * `serverless-<memory in MB>`.
   *
   * @default - nothing was measured, the latency is assumed on the safe side
   */
  readonly capacities?: readonly string[];
  /**
   * Requests a second at the busiest time. With the latency it makes the concurrency that is reserved: the function
   * takes that from the account's, and no more.
   */
  readonly expectedPeakRps: number;
  /**
   * Requests that all functions of the account may work on at once in this region: a quota, lower in a new account.
   *
   * @default 1000
   */
  readonly accountConcurrency?: number;
  /**
   * The day (ISO date) by which the end of the runtime is judged. It decides only about a warning.
   *
   * @default - the day of the synthesis
   */
  readonly today?: string;
}

/** What the function runs on. */
const runtime: RuntimeName = "nodejs22.x";

/**
 * The function behind the API: checks a request, asks the endpoints in order, and says in the API's words what went
 * wrong. Its code is bundled into this package.
 */
export class PredictFunction extends Construct {
  public readonly resource: LambdaFunction;
  /** What the function runs as. */
  public readonly role: IamRole;
  /** What callers call: the version that was published last. */
  public readonly alias: LambdaAlias;
  public readonly metrics: FunctionMetrics;
  /** What it says of its routing, by target. */
  public readonly routingMetrics: RoutingMetrics;
  /** Requests that it may work on at once. */
  public readonly reservedConcurrency: number;

  public constructor(scope: Construct, id: string, props: PredictFunctionProps) {
    super(scope, id);
    const targets = props.endpoints.map((endpoint) => endpoint.target);
    const concurrency = planConcurrency({
      expectedPeakRps: props.expectedPeakRps,
      targets: targets.map((target, index) => ({
        ...target,
        capacity: props.capacities?.[index],
      })),
      calibration: props.release.calibration,
      accountConcurrency: props.accountConcurrency ?? 1000,
    });
    this.reservedConcurrency = concurrency.reserved;
    this.node.addValidation({
      validate: () => [...timeoutChainProblems(targets), ...concurrency.problems],
    });
    const today = props.today ?? new Date().toISOString().slice(0, 10);
    const endOfSupport = endOfSupportWarning(runtime, today);
    for (const warning of [...concurrency.warnings, ...(endOfSupport ? [endOfSupport] : [])]) {
      Annotations.of(this).addWarning(warning);
    }
    Annotations.of(this).addInfo(concurrency.note);

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
      runtime,
      architectures: ["x86_64"],
      handler: "index.handler",
      filename: code.path,
      sourceCodeHash: zip.hash,
      memorySize: 512,
      timeout: limits.timeoutMs.lambda / 1000,
      kmsKeyArn: props.encryptionKey.arn,
      environment: {
        variables: {
          TARGETS: JSON.stringify(targets),
          MODEL: JSON.stringify(modelOf(props.release)),
        },
      },
      publish: true,
      reservedConcurrentExecutions: concurrency.reserved,
      tracingConfig: { mode: "Active" },
      loggingConfig: {
        logFormat: "JSON",
        applicationLogLevel: "INFO",
        systemLogLevel: "WARN",
        logGroup: logs.name,
      },
      ...(vpc && { vpcConfig: vpc.config }),
      // Lambda checks the role when it makes the function, and answers at once when it is called.
      dependsOn: [...resourcesOf(this.role), ...(vpc?.ready ?? [])],
    });
    this.alias = new LambdaAlias(this, "Alias", {
      name: "live",
      description: "What the API calls",
      functionName: this.resource.functionName,
      functionVersion: this.resource.version,
    });
    this.metrics = functionMetrics(props.functionName);
    this.routingMetrics = routingMetrics(
      props.functionName,
      targets.map(({ name }) => name),
    );
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

function modelOf({
  sha256,
  weightsSha256,
  labels,
}: PredictFunctionProps["release"]): ModelResponse {
  const { imageBytes, imagePixels, imageSide, top } = limits;
  return {
    release: { sha256, weightsSha256 },
    labels: { count: labels.count },
    limits: { imageBytes, imagePixels, imageSide, top },
  };
}

function resourcesOf(construct: Construct): ITerraformDependable[] {
  return construct.node.findAll().filter((child) => child instanceof TerraformResource);
}
