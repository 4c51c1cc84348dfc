import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { LambdaAlias } from "@cdktf/provider-aws/lib/lambda-alias";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import type { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import {
  type AwsPlace,
  dayProblems,
  type EncryptionKeyReference,
  type FunctionMetrics,
  functionInvokeArn,
  literalProblems,
  providerProblems,
  refuseProblems,
} from "@pictor/contracts";
import { Annotations, AssetType, TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import { existingNotes } from "./existing-notes";
import { grantedPolicy, isExistingRole } from "./existing-role";
import { functionProblems } from "./function-problems";
import {
  createRoleInPlace,
  type FunctionRoleChoice,
  functionLogGroupName,
  functionTrust,
} from "./function-role";
import { functionSizeProblems } from "./function-size";
import type { LambdaAsset } from "./lambda-asset";
import { functionMetrics } from "./metrics";
import { resourcesOf } from "./resources-of";
import { endOfSupportWarning, type RuntimeName } from "./runtime-catalogue";

/** A network that gives each function a security group of its own, as `InferenceNetwork` of `@pictor/network` does. */
export interface FunctionNetwork {
  /** Subnets of the function's network interfaces. */
  readonly subnetIds: string[];
  /**
   * ARNs of these subnets. Needed where another account shares them: the role must name the account that owns them.
   *
   * @default - they belong to the function's account
   */
  readonly subnetArns?: readonly string[];
  /** Creates a security group that lets nothing in or out. */
  createSecurityGroup(scope: Construct, id: string, description: string): SecurityGroup;
}

/** The alias that callers call. */
export interface FunctionAlias {
  readonly name: string;
  readonly description: string;
}

/** Properties of {@link HardenedFunction}. */
export interface HardenedFunctionProps extends AwsPlace {
  /**
   * Letters, digits, hyphens and underscores, a literal: it begins the name of the role, `<functionName>-<region>`, for
   * which IAM takes 64 characters. So 51 are left in `eu-central-1`.
   */
  readonly functionName: string;
  /** What the function does, in one sentence. */
  readonly description: string;
  /** The zip, with a `handler` in its `index.js`: {@link lambdaAsset} returns a built one. */
  readonly code: LambdaAsset;
  /** Key for the logs and for the function's environment variables. */
  readonly encryptionKey: EncryptionKeyReference;
  /** How long the function's logs are kept, in days: a value that CloudWatch Logs offers. */
  readonly logRetentionDays: number;
  /** Seconds until Lambda ends an invocation, from 1 to 900. */
  readonly timeoutSeconds: number;
  /**
   * Memory in MiB, from 128 to 10240. Its share of a processor grows with it.
   *
   * @default 512
   */
  readonly memoryMiB?: number;
  /**
   * Environment variables. They are encrypted, but everybody who may read the function reads them: no secrets.
   *
   * @default - none
   */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * Invocations that it may work on at once, reserved for it; 0 switches it off.
   *
   * @default - nothing is reserved, it shares what the account has
   */
  readonly reservedConcurrency?: number | undefined;
  /**
   * Whether it runs in a network of yours, or outside of any. `connect` lets its security group reach what it calls.
   *
   * @default - it runs outside of any network
   */
  readonly network?:
    | {
        readonly kind: "vpc";
        readonly network: FunctionNetwork;
        /** Lets the function's security group reach what the function calls; not called for groups that exist. */
        readonly connect?: (securityGroup: SecurityGroup) => void;
        /**
         * Security groups that exist, one to five. No rule is added to them: they must let the function reach what it
         * calls.
         *
         * @default - one is created, with what `connect` opens
         */
        readonly securityGroupIds?: readonly string[];
      }
    | { readonly kind: "none" };
  /**
   * Grants the function's role what the function calls. The function is created only after these policies, since it
   * may be called at once.
   *
   * @default - it may write its log and its traces and read its variables
   */
  readonly grant?: (role: IamRole) => void;
  /**
   * The role that the function runs as. To one that exists nothing is attached, also not what `grant` grants:
   * {@link HardenedFunction.requiredPolicy} returns what it must allow.
   *
   * @default - one is created, `<functionName>-<region>`
   */
  readonly role?: FunctionRoleChoice;
  /** @default - `live`, described as what callers call */
  readonly alias?: FunctionAlias;
  /**
   * The day (ISO date) by which the end of the runtime is judged. It decides only about a warning.
   *
   * @default - the day of the synthesis
   */
  readonly today?: string;
}

/** What the provider takes for a function without a reservation. */
const unreserved = -1;

const runtime: RuntimeName = "nodejs22.x";

/**
 * A Lambda function with what belongs to it: a role that may do nothing else, an encrypted log group with a retention,
 * traces, encrypted variables, a published version and the alias that callers call.
 *
 * @example
 * new HardenedFunction(stack, "Clean", {
 *   functionName: "nightly-cleaning",
 *   description: "Deletes what nobody needs any more",
 *   accountId: "123456789012",
 *   region: "eu-central-1",
 *   code,
 *   encryptionKey,
 *   logRetentionDays: 30,
 *   timeoutSeconds: 60,
 *   grant: (role) => bucket.grantRead(role),
 * });
 */
export class HardenedFunction extends Construct {
  public readonly resource: LambdaFunction;
  /** What the function runs as. One that exists is in no stack: grants to it create nothing. */
  public readonly role: IamRole;
  /** What the role may do besides what `grant` grants. */
  public readonly rolePolicy: IamRolePolicy;
  /** Group of the function's network interfaces, in a network; absent where groups exist. */
  public readonly securityGroup: SecurityGroup | undefined;
  public readonly logGroup: CloudwatchLogGroup;
  /** What callers call: the version that was published last. */
  public readonly alias: LambdaAlias;
  /**
   * ARN by which API Gateway invokes the alias, made of literals: what is given it does not depend on the function.
   * Terraform replaces an API before it destroys the old one, and does the same to all that the API depends on; a
   * function that was created half would then be asked for a second time under its name. Order by the permission to
   * invoke.
   */
  public readonly invokeArn: string;
  public readonly metrics: FunctionMetrics;

  private readonly trust: string;

  public constructor(scope: Construct, id: string, props: HardenedFunctionProps) {
    super(scope, id);
    refuseProblems(
      literalProblems(
        { "code.path": props.code.path },
        "synthesis copies the file that lies there",
      ),
    );
    const size = {
      timeoutSeconds: props.timeoutSeconds,
      memoryMiB: props.memoryMiB ?? 512,
      reservedConcurrency: props.reservedConcurrency,
    };
    this.node.addValidation({
      validate: () => [
        ...functionProblems(props),
        ...functionSizeProblems(size),
        ...providerProblems(this, props),
      ],
    });
    const today = props.today ?? new Date().toISOString().slice(0, 10);
    const endOfSupport =
      dayProblems("today", today).length === 0 ? endOfSupportWarning(runtime, today) : undefined;
    if (endOfSupport !== undefined) Annotations.of(this).addWarning(endOfSupport);

    const network = props.network ?? { kind: "none" };
    this.trust = functionTrust(props);
    const { role, policy } = createRoleInPlace(this, "Role", {
      ...props,
      network:
        network.kind === "none"
          ? network
          : { kind: "vpc", subnetArns: network.network.subnetArns ?? [] },
    });
    this.role = role;
    this.rolePolicy = policy;
    props.grant?.(this.role);
    this.logGroup = new CloudwatchLogGroup(this, "Logs", {
      name: functionLogGroupName(props.functionName),
      retentionInDays: props.logRetentionDays,
      kmsKeyId: props.encryptionKey.arn,
    });
    this.securityGroup = this.createSecurityGroup(network, props.functionName);
    for (const note of existingNotes(props)) Annotations.of(this).addInfo(note);
    const code = new TerraformAsset(this, "Code", { path: props.code.path, type: AssetType.FILE });
    this.resource = new LambdaFunction(this, "Resource", {
      functionName: props.functionName,
      description: props.description,
      role: this.role.arn,
      runtime,
      architectures: ["x86_64"],
      handler: "index.handler",
      filename: code.path,
      sourceCodeHash: props.code.hash,
      memorySize: size.memoryMiB,
      timeout: size.timeoutSeconds,
      kmsKeyArn: props.encryptionKey.arn,
      ...(props.environment && { environment: { variables: { ...props.environment } } }),
      publish: true,
      reservedConcurrentExecutions: size.reservedConcurrency ?? unreserved,
      tracingConfig: { mode: "Active" },
      loggingConfig: {
        logFormat: "JSON",
        applicationLogLevel: "INFO",
        systemLogLevel: "WARN",
        logGroup: this.logGroup.name,
      },
      ...(network.kind === "vpc" && {
        vpcConfig: {
          subnetIds: network.network.subnetIds,
          securityGroupIds: this.securityGroup
            ? [this.securityGroup.id]
            : [...(network.securityGroupIds ?? [])],
        },
      }),
      // Lambda checks the role when it makes the function, and answers at once when it is called.
      dependsOn: [isExistingRole(this.role) ? undefined : this.role, this.securityGroup].flatMap(
        resourcesOf,
      ),
    });
    const alias = props.alias ?? { name: "live", description: "What callers call" };
    this.alias = new LambdaAlias(this, "Alias", {
      ...alias,
      functionName: this.resource.functionName,
      functionVersion: this.resource.version,
    });
    this.invokeArn = functionInvokeArn(props, props.functionName, alias.name);
    this.metrics = functionMetrics(props.functionName);
  }

  /**
   * Returns the policy document of what the function's role must allow: its log, traces, variables, network interfaces,
   * and what was granted up to now.
   *
   * @throws Error where a grant's policy is not known at synthesis
   */
  public requiredPolicy(): string {
    return grantedPolicy(this.role);
  }

  /** Returns the trust policy that the function's role must have. */
  public requiredTrust(): string {
    return this.trust;
  }

  private createSecurityGroup(
    props: NonNullable<HardenedFunctionProps["network"]>,
    functionName: string,
  ): SecurityGroup | undefined {
    if (props.kind === "none" || props.securityGroupIds !== undefined) return undefined;
    const { network, connect } = props;
    const description = `Lambda function ${functionName}`;
    const securityGroup = network.createSecurityGroup(this, "SecurityGroup", description);
    connect?.(securityGroup);
    return securityGroup;
  }
}
