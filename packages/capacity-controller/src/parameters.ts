import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import type { SagemakerEndpointConfiguration } from "@cdktf/provider-aws/lib/sagemaker-endpoint-configuration";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { type CapacitySpec, type CapacityState, emptyMemory } from "@pictor/capacity";
import type { Names } from "@pictor/contracts";
import { Fn, type ITerraformDependable, Op, propertyAccess, Token } from "cdktf";
import { Construct } from "constructs";
import { canonicalJson } from "./canonical-json";
import { configurationsOf } from "./spec";

/** Properties of {@link CapacityParameters}. */
export interface CapacityParametersProps {
  readonly names: Names["capacityParameters"];
  readonly spec: CapacitySpec;
  /** All configurations that the spec names. */
  readonly configurations: readonly SagemakerEndpointConfiguration[];
  /** What else must be there before the spec changes: the controller acts on it within a minute. */
  readonly before: readonly ITerraformDependable[];
  /** Name of the serverless endpoint's configuration as AWS has it now. */
  readonly serverlessConfiguration: string;
  /** Begins the Terraform addresses, instead of the place in the construct tree. */
  readonly address: string;
}

/** State of a controller that never ran: serverless alone serves. */
const initialState: CapacityState = {
  schema: 1,
  memory: emptyMemory,
  mode: "serverless",
  since: 0,
  running: [],
};

/**
 * The three parameters of a controller: what Terraform wants, what the controller remembers, what operators ordered.
 *
 * Terraform creates the last two and never writes them again. It reads the state before it changes the spec: where an
 * endpoint may still run a configuration that the new spec no longer names, the apply fails, and the configuration,
 * which would be destroyed after the spec changed, stays.
 */
export class CapacityParameters extends Construct {
  public readonly spec: SsmParameter;
  public readonly state: SsmParameter;
  public readonly pin: SsmParameter;
  /** The state as the controller wrote it last. */
  public readonly written: DataAwsSsmParameter;

  public constructor(scope: Construct, id: string, props: CapacityParametersProps) {
    super(scope, id);
    const { configurations, names, spec } = props;
    const name = spec.realTime.name;
    this.state = this.parameter(props, "State", {
      ...{ name: names.state, value: JSON.stringify(initialState) },
      description: `What the capacity controller of ${name} remembers. It alone writes it.`,
      lifecycle: { ignoreChanges: ["value"] },
    });
    this.pin = this.parameter(props, "Pin", {
      ...{ name: names.pin, value: "{}" },
      description: `The operators' orders for the capacity of ${name}: pin and retry.`,
      lifecycle: { ignoreChanges: ["value"] },
    });
    this.written = new DataAwsSsmParameter(this, "Written", {
      name: names.state,
      // While a configuration changes Terraform reads it in the apply, after that: a plan may be hours old.
      dependsOn: [this.state, ...configurations],
    });
    const running = Token.asList(
      propertyAccess(Fn.jsondecode(this.written.insecureValue), ["running"]),
    );
    const kept = Fn.tolist(configurationsOf(spec));
    this.spec = this.parameter(props, "Spec", {
      name: names.spec,
      // Of more than 4 KB where there are many schedules.
      tier: "Advanced",
      value: canonicalJson(spec),
      description: `What Terraform wants of the capacity of ${name}. The controller reads it each minute.`,
      dependsOn: [...configurations, ...props.before],
      lifecycle: {
        precondition: [
          {
            condition: Op.lt(Fn.lengthOf(Fn.setsubtract(running, kept)), 1),
            errorMessage: `Endpoint ${name}, or the serverless one beside it, may still run a configuration that this apply would destroy. ${ways}`,
          },
          {
            condition: Fn.contains(kept, props.serverlessConfiguration),
            errorMessage: `Endpoint ${spec.serverless.name} still runs a configuration that this apply would destroy. ${ways}`,
          },
        ],
      },
    });
  }

  private parameter(
    { address }: CapacityParametersProps,
    id: string,
    config: Pick<
      ConstructorParameters<typeof SsmParameter>[2],
      "dependsOn" | "description" | "lifecycle" | "name" | "tier" | "value"
    >,
  ): SsmParameter {
    const parameter = new SsmParameter(this, id, { type: "String", tier: "Standard", ...config });
    parameter.overrideLogicalId(`${address}_${id}`);
    return parameter;
  }
}

const ways =
  "Wait until it runs the last release. Or make the release that it runs the manifest's 'previous'.";
