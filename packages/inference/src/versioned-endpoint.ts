import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { SagemakerEndpoint } from "@cdktf/provider-aws/lib/sagemaker-endpoint";
import {
  SagemakerEndpointConfiguration,
  type SagemakerEndpointConfigurationProductionVariants,
} from "@cdktf/provider-aws/lib/sagemaker-endpoint-configuration";
import type { EncryptionKeyReference, Release } from "@pictor/contracts";
import { Annotations, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { containerOf, endOfPatchWarning } from "./container-choice";
import type { EndpointProps } from "./endpoint";
import { endpointLogGroupName, endpointNameProblems } from "./endpoint-facts";
import { generationsOf, type ListedGeneration } from "./generation-list";
import { generationName } from "./generation-name";
import { ImageModel } from "./image-model";
import type { ServingResources } from "./model-environment";
import type { ModelNetwork, ModelRole } from "./model-role";

/** How each generation's model is made and given capacity. */
export interface Capacity {
  readonly role: ModelRole;
  readonly network: ModelNetwork;
  readonly resources: ServingResources;
  readonly variant: Omit<SagemakerEndpointConfigurationProductionVariants, "modelName">;
  /**
   * Key of the instances' volumes.
   *
   * @default - none
   */
  readonly volumeKey?: EncryptionKeyReference;
  /** What must exist before an instance starts. */
  readonly after: readonly ITerraformDependable[];
}

/**
 * Creates an endpoint's log group, a model and an endpoint configuration for each generation, and the endpoint
 * itself, all as children of `scope`.
 *
 * While an update runs, and where SageMaker rolls it back, the endpoint uses the configuration before: the provider
 * would destroy it, so the generation before stays declared.
 * @see https://github.com/hashicorp/terraform-provider-aws/issues/48997
 */
export function createVersionedEndpoint(
  scope: Construct,
  props: EndpointProps,
  capacity: Capacity,
): SagemakerEndpoint {
  scope.node.addValidation({ validate: () => endpointNameProblems(props.endpointName) });
  warnOfOldContainer(scope, props);

  const logs = new CloudwatchLogGroup(scope, "Logs", {
    name: endpointLogGroupName(props.endpointName),
    retentionInDays: props.logRetentionDays,
    kmsKeyId: props.encryptionKey.arn,
  });
  const [live, ...older] = generationsOf(props.manifest);
  const create = ({ id, release }: ListedGeneration): Generation =>
    new Generation(scope, id, { ...props, ...capacity, release });
  const { configuration } = create(live);
  older.forEach(create);
  return new SagemakerEndpoint(scope, "Resource", {
    name: props.endpointName,
    endpointConfigName: configuration.name,
    // SageMaker makes the log group itself, without retention and key, where a container speaks before it is there.
    dependsOn: [logs, ...capacity.role.ready, ...capacity.after],
  });
}

/** Model and endpoint configuration of one release. */
class Generation extends Construct {
  public readonly configuration: SagemakerEndpointConfiguration;

  public constructor(
    scope: Construct,
    id: string,
    props: EndpointProps & Capacity & { readonly release: Release },
  ) {
    super(scope, id);
    const { endpointName, release } = props;
    const model = new ImageModel(this, "Model", {
      ...props,
      bucketName: props.modelStore.bucketName,
    });
    const inputs = {
      productionVariants: [{ ...props.variant, modelName: model.resource.name }],
      ...(props.volumeKey && { kmsKeyArn: props.volumeKey.arn }),
    };
    this.configuration = new SagemakerEndpointConfiguration(this, "Configuration", {
      ...inputs,
      name: generationName(endpointName, release.sha256, inputs),
      lifecycle: { createBeforeDestroy: true },
    });
  }
}

function warnOfOldContainer(scope: Construct, props: EndpointProps): void {
  const today = props.today ?? new Date().toISOString().slice(0, 10);
  const warning = endOfPatchWarning(containerOf(props.manifest.live), today);
  if (warning !== undefined) Annotations.of(scope).addWarning(warning);
}
