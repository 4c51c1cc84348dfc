import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import {
  SagemakerEndpoint,
  type SagemakerEndpointDeploymentConfig,
} from "@cdktf/provider-aws/lib/sagemaker-endpoint";
import {
  SagemakerEndpointConfiguration,
  type SagemakerEndpointConfigurationDataCaptureConfig,
  type SagemakerEndpointConfigurationProductionVariants,
} from "@cdktf/provider-aws/lib/sagemaker-endpoint-configuration";
import type { EncryptionKeyReference, Release } from "@pictor/contracts";
import { type ITerraformDependable, Op, TerraformSelf } from "cdktf";
import { Construct } from "constructs";
import type { ContainerImages } from "./container-images";
import type { EndpointProps } from "./endpoint";
import { endpointLogGroupName } from "./endpoint-facts";
import { generationsOf, type ListedGeneration } from "./generation-list";
import { generationName } from "./generation-name";
import { ImageModel } from "./image-model";
import type { ServingResources } from "./model-environment";
import type { ModelNetwork, ModelRole } from "./model-role";

/** How each generation's model is made and given capacity. */
export interface Capacity {
  readonly images: ContainerImages;
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
  /** @default - nothing is captured */
  readonly dataCaptureConfig?: SagemakerEndpointConfigurationDataCaptureConfig;
  /** @default - SageMaker's own: a second fleet, all traffic at once, nothing watched */
  readonly deploymentConfig?: SagemakerEndpointDeploymentConfig;
  /** What must exist before an instance starts. */
  readonly after: readonly ITerraformDependable[];
}

/** An endpoint and the configuration that it is to run. */
export interface VersionedEndpoint {
  readonly resource: SagemakerEndpoint;
  readonly configuration: SagemakerEndpointConfiguration;
}

/**
 * Creates an endpoint's log group, a model and an endpoint configuration for each generation, and the endpoint
 * itself, all as children of `scope`.
 *
 * While an update runs, and where SageMaker rolls it back, the endpoint uses the configuration before: the provider
 * would destroy it, so the generation before stays declared. And it would call the update a success, so the endpoint's
 * postcondition looks: the apply fails, and what it would have destroyed after the endpoint stays too.
 * @see https://github.com/hashicorp/terraform-provider-aws/issues/48997
 */
export function createVersionedEndpoint(
  scope: Construct,
  props: EndpointProps,
  capacity: Capacity,
): VersionedEndpoint {
  const { endpointName, logRetentionDays, encryptionKey } = props;
  const logs = new CloudwatchLogGroup(scope, "Logs", {
    name: endpointLogGroupName(endpointName),
    retentionInDays: logRetentionDays,
    kmsKeyId: encryptionKey.arn,
  });
  const [live, ...older] = generationsOf(props.manifest);
  const create = ({ id, release }: ListedGeneration): Generation =>
    new Generation(scope, id, { ...props, ...capacity, release });
  const { configuration } = create(live);
  const configurations = [configuration, ...older.map((one) => create(one).configuration)];
  const resource = new SagemakerEndpoint(scope, "Resource", {
    name: endpointName,
    endpointConfigName: configuration.name,
    ...(capacity.deploymentConfig && { deploymentConfig: capacity.deploymentConfig }),
    // SageMaker makes the log group itself, without retention and key, where a container speaks before it is there.
    // Every configuration: what it depends on, and depended on, is destroyed after it was updated, and not at all where
    // that failed. The endpoint may still run any of them.
    dependsOn: [logs, ...configurations, ...capacity.role.ready, ...capacity.after],
    lifecycle: {
      postcondition: [
        {
          condition: Op.eq(TerraformSelf.getString("endpoint_config_name"), configuration.name),
          errorMessage: `SageMaker took the update of endpoint ${endpointName} back: it runs the configuration that it ran before. 'aws sagemaker describe-endpoint --endpoint-name ${endpointName}' says why.`,
        },
      ],
    },
  });
  return { resource, configuration };
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
      image: props.images.of(release),
      bucketName: props.modelStore.bucketName,
    });
    const inputs = {
      productionVariants: [{ ...props.variant, modelName: model.resource.name }],
      ...(props.volumeKey && { kmsKeyArn: props.volumeKey.arn }),
      ...(props.dataCaptureConfig && { dataCaptureConfig: props.dataCaptureConfig }),
    };
    this.configuration = new SagemakerEndpointConfiguration(this, "Configuration", {
      ...inputs,
      name: generationName(endpointName, release.sha256, inputs),
      lifecycle: { createBeforeDestroy: true },
    });
  }
}
