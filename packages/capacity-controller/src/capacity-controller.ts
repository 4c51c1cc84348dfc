import { join } from "node:path";
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { LambdaFunctionEventInvokeConfig } from "@cdktf/provider-aws/lib/lambda-function-event-invoke-config";
import { LambdaInvocation } from "@cdktf/provider-aws/lib/lambda-invocation";
import type { CapacityPolicy } from "@pictor/capacity";
import {
  type AwsPlace,
  arnOf,
  brandOf,
  type CapacityMetrics,
  capacityMetrics,
  defaultBrand,
  type EncryptionKeyReference,
  type MetricDescription,
  type Names,
  policyDocument,
  refuseProblems,
} from "@pictor/contracts";
import { HardenedFunction, lambdaAsset } from "@pictor/function";
import { type ITerraformDependable, TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { canonicalJson } from "./canonical-json";
import type { ControlledEndpoint, FollowingEndpoint } from "./controlled-endpoint";
import { CapacityParameters } from "./parameters";
import { controllerStatements } from "./permissions";
import { controllerProblems, unbuildableProblems } from "./problems";
import { specOf } from "./spec";
import { ControllerTriggers, tickAgeSeconds } from "./triggers";

/** An SNS topic that people listen to, as `AlarmTopic` of `@pictor/monitoring` is. */
export interface SwitchTopic {
  readonly arn: string;
  /** Lets a role publish to the topic. */
  grantPublish(role: IamRole, id?: string): unknown;
}

/** Properties of {@link CapacityController}. */
export interface CapacityControllerProps extends AwsPlace {
  /** Letters, digits, hyphens and underscores, a literal: roles and Terraform addresses begin with it. It never changes. */
  readonly functionName: string;
  /**
   * Names of three parameters in Systems Manager, literals: paths of at most 15 levels that do not begin with `/aws` or
   * `/ssm`.
   */
  readonly parameters: Names["capacityParameters"];
  /** The endpoint that the controller makes while it pays. */
  readonly realTime: ControlledEndpoint;
  /** The endpoint that is always there, and that the controller moves to each release after the other one took it. */
  readonly serverless: FollowingEndpoint;
  /** When to switch, in literals: `planCapacityPolicy` of `@pictor/capacity` computes it. */
  readonly policy: CapacityPolicy;
  /** Requests of the function that routes over both endpoints, one for each: their sum by minute is the rate. */
  readonly requests: MetricDescription;
  /**
   * Tags of the real-time endpoint: those that the AWS provider gives everything else by default. At most 49, none of
   * which begins with `aws:`.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
  /** Key for the logs and for the function's environment variables. */
  readonly encryptionKey: EncryptionKeyReference;
  /** How long the function's logs are kept, in days: a value that CloudWatch Logs offers. */
  readonly logRetentionDays: number;
  /** Whether the environment refuses to be destroyed: the real-time endpoint is then never retired. */
  readonly protected: boolean;
  /**
   * Who hears of switches, failures and rejected releases.
   *
   * @default - nobody: alarms on {@link CapacityController.metrics} are all there is
   */
  readonly topic?: SwitchTopic;
  /**
   * The day (ISO date) by which the end of the runtime is judged. It decides only about a warning.
   *
   * @default - the day of the synthesis
   */
  readonly today?: string;
}

/** Next to the compiled sources; the tests run the sources themselves. */
const packageDirectory = join(__dirname, "..");

/** Seconds of a retirement: 240 of waiting for the endpoint, and the calls before and after. */
const timeoutSeconds = 300;

/**
 * Keeps a real-time endpoint while it pays: a function decides each minute, by `decide` of `@pictor/capacity`, whether
 * instances are there beside the serverless endpoint.
 *
 * Terraform records what is wanted, the next tick converges on it. To destroy the stack retires the endpoint first:
 * the schedule goes, then the endpoint, then everything that it was made of.
 *
 * @example
 * new CapacityController(stack, "Controller", {
 *   accountId: "123456789012",
 *   region: "eu-central-1",
 *   functionName: "pictures-capacity",
 *   parameters: { spec: "/pictures/capacity/spec", state: "/pictures/capacity/state", pin: "/pictures/capacity/pin" },
 *   realTime,
 *   serverless,
 *   policy,
 *   requests,
 *   encryptionKey,
 *   logRetentionDays: 30,
 *   protected: true,
 * });
 */
export class CapacityController extends Construct {
  public readonly function: HardenedFunction;
  /** What the function may do besides writing its log. */
  public readonly permissions: IamRolePolicy;
  public readonly parameters: CapacityParameters;
  /** Checks the spec after each change, and retires the endpoint when the stack is destroyed. */
  public readonly invocation: LambdaInvocation;
  public readonly invokeConfig: LambdaFunctionEventInvokeConfig;
  public readonly triggers: ControllerTriggers;
  /** What the controller emits, for `@pictor/monitoring`. */
  public readonly metrics: CapacityMetrics;

  public constructor(scope: Construct, id: string, props: CapacityControllerProps) {
    super(scope, id);
    const { functionName, parameters, realTime, serverless, tags = {} } = props;
    refuseProblems(unbuildableProblems(props));
    this.node.addValidation({ validate: () => controllerProblems(this, { ...props, tags }) });
    const brand = brandOf(this);
    this.metrics = capacityMetrics(functionName, brand);
    const spec = specOf({ ...props, tags });
    const following = serverless.generations.map(({ configuration }) => configuration);

    this.function = new HardenedFunction(this, "Function", {
      ...props,
      description: `Creates ${realTime.target.name} while instances pay, and deletes it after`,
      code: lambdaAsset(packageDirectory, "control"),
      timeoutSeconds,
      grant: (role) => props.topic?.grantPublish(role),
      environment: {
        CONTROL: canonicalJson({
          parameters,
          requests: props.requests,
          ...(props.topic && { topicArn: props.topic.arn }),
          ...(brand !== defaultBrand && { brand }),
        }),
      },
      alias: {
        name: "live",
        description: "The last published version; triggers call the function",
      },
    });
    this.permissions = new IamRolePolicy(this, "Permissions", {
      role: this.function.role.name,
      name: "control",
      policy: policyDocument(
        controllerStatements({
          ...props,
          realTime: {
            name: realTime.target.name,
            configurations: realTime.configurations.map(({ name }) => name),
          },
          serverless: {
            name: serverless.target.name,
            configurations: following.map(({ name }) => name),
          },
          rollbackAlarms: realTime.spec.deployment.AutoRollbackConfiguration.Alarms.map(
            ({ AlarmName }) => AlarmName,
          ),
        }),
      ),
    });
    // By the function's name and not by the place in the tree: whoever moves or renames the construct would otherwise
    // destroy the invocation, and with it the endpoint.
    const address = functionName.replaceAll("-", "_");
    this.parameters = new CapacityParameters(this, "Parameters", {
      ...{ names: parameters, spec, address },
      configurations: [...realTime.configurations, ...following],
      before: [this.permissions],
      serverlessConfiguration: serverless.resource.endpointConfigName,
    });
    this.invokeConfig = new LambdaFunctionEventInvokeConfig(this, "InvokeConfig", {
      functionName: this.function.resource.functionName,
      maximumEventAgeInSeconds: tickAgeSeconds,
      maximumRetryAttempts: 0,
    });
    this.invocation = new LambdaInvocation(this, "Invocation", {
      // A literal: a change of the name, the qualifier or a trigger destroys the invocation, and so retires.
      functionName,
      lifecycleScope: "CRUD",
      // Another version of the spec is an update, which checks it.
      input: JSON.stringify({
        kind: "kick",
        spec: this.parameters.spec.getStringAttribute("version"),
      }),
      dependsOn: [
        ...resourcesOf(this.function),
        this.permissions,
        this.invokeConfig,
        ...resourcesOf(this.parameters),
        ...realTime.before,
        ...realTime.configurations,
        serverless.resource,
        ...following,
      ],
    });
    this.invocation.overrideLogicalId(`${address}_Invocation`);
    this.triggers = new ControllerTriggers(this, "Triggers", {
      ...props,
      endpointArns: [realTime.target, serverless.target].map(({ name }) =>
        arnOf(props, "sagemaker", `endpoint/${name}`),
      ),
      after: [this.invocation],
    });
  }
}

/** By CDKTF's mark and not by class: with two copies of cdktf in an app `instanceof` is false, and the order is lost. */
function resourcesOf(construct: Construct): ITerraformDependable[] {
  return construct.node.findAll().filter(TerraformResource.isTerraformResource);
}
