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
import type { ModelStoreReference } from "@pictor/storage";
import { type ITerraformDependable, Op, TerraformSelf } from "cdktf";
import { Construct } from "constructs";
import type { ContainerImages } from "../container/container-images";
import type { EndpointProps } from "../endpoint/endpoint";
import { endpointLogGroupName } from "../endpoint/endpoint-facts";
import { generationsOf, type ListedGeneration } from "./generation-list";
import { createGeneration } from "./generation-name";
import { ImageModel, type ImageModelProps, type ServedRelease } from "./image-model";
import type { ServingResources } from "./model-environment";
import type { ModelRole } from "./model-role";

/** How each generation's model is made and given capacity. */
export interface Capacity {
  readonly images: ContainerImages;
  readonly role: ModelRole;
  readonly network: ImageModelProps["network"];
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
  /** What must exist before an instance starts. */
  readonly after: readonly ITerraformDependable[];
}

/** What an endpoint is made of, apart from the endpoint. */
export interface Generations {
  /** The configuration that the endpoint is to run. */
  readonly configuration: SagemakerEndpointConfiguration;
  /** Model and configuration of each release, the live one first. */
  readonly generations: readonly [Generation, ...Generation[]];
  /** Group that SageMaker writes the containers' output to. */
  readonly logGroup: CloudwatchLogGroup;
  /**
   * What must exist before the endpoint does, and is destroyed after it. SageMaker makes the log group itself, without
   * retention and key, where a container speaks before it is there. Every configuration: what the endpoint depends on,
   * and depended on, is destroyed after it was updated, and not at all where that failed. The endpoint may still run
   * any of them.
   */
  readonly before: readonly ITerraformDependable[];
}

/**
 * Creates an endpoint's log group, and a model and an endpoint configuration for each generation, as children of
 * `scope`.
 *
 * While an update runs, and where SageMaker rolls it back, the endpoint uses the configuration before: the provider
 * would destroy it, so the generation before stays declared.
 */
export function createGenerations(
  scope: Construct,
  props: EndpointProps,
  capacity: Capacity,
): Generations {
  const { endpointName, logRetentionDays, encryptionKey } = props;
  const logGroup = new CloudwatchLogGroup(scope, "Logs", {
    name: endpointLogGroupName(endpointName),
    retentionInDays: logRetentionDays,
    kmsKeyId: encryptionKey.arn,
  });
  const [live, ...older] = generationsOf(props.manifest);
  const create = ({ id, release }: ListedGeneration): Generation =>
    new Generation(scope, id, { ...props, ...capacity, release });
  const generations = [create(live), ...older.map(create)] as const;
  const { configuration } = generations[0];
  const configurations = generations.map((generation) => generation.configuration);
  const before = [logGroup, ...configurations, ...capacity.role.ready, ...capacity.after];
  return { configuration, generations, logGroup, before };
}

/** How {@link createEndpoint} treats the endpoint. */
export interface EndpointTreatment {
  /** @default - SageMaker's own: a second fleet, all traffic at once, nothing watched */
  readonly deploymentConfig?: SagemakerEndpointDeploymentConfig;
  /**
   * Whether a capacity controller moves the endpoint to a new release. Terraform then creates it on the live
   * configuration, and leaves later ones to the controller.
   *
   * @default false
   */
  readonly controlled?: boolean;
}

/**
 * Creates the endpoint itself, as `scope`'s child `Resource`, on the live configuration.
 *
 * The provider would call an update that SageMaker rolled back a success, so the endpoint's postcondition looks: the
 * apply fails, and what it would have destroyed after the endpoint stays too.
 * @see https://github.com/hashicorp/terraform-provider-aws/issues/48997
 */
export function createEndpoint(
  scope: Construct,
  name: string,
  { before, configuration }: Generations,
  { controlled = false, deploymentConfig }: EndpointTreatment,
): SagemakerEndpoint {
  return new SagemakerEndpoint(scope, "Resource", {
    name,
    endpointConfigName: configuration.name,
    ...(deploymentConfig && { deploymentConfig }),
    dependsOn: [...before],
    lifecycle: controlled
      ? { ignoreChanges: ["endpoint_config_name"] }
      : {
          postcondition: [
            {
              condition: Op.eq(TerraformSelf.getString("endpoint_config_name"), configuration.name),
              errorMessage: `SageMaker rolled the update of endpoint ${name} back: it runs its previous configuration. 'aws sagemaker describe-endpoint --endpoint-name ${name}' shows the reason.`,
            },
          ],
        },
  });
}

/** A release as an endpoint can run it. */
export interface DeployableGeneration {
  /** Name of the endpoint configuration, with a hash of all its inputs: Terraform's reference to it. */
  readonly configuration: string;
  /** SHA-256 of the release's artefact. */
  readonly release: string;
}

/** What a {@link Generation} is made of. */
export interface GenerationProps
  extends Pick<EndpointProps, "endpointName" | "region">,
    Omit<Capacity, "after"> {
  /** Where the release lies. */
  readonly modelStore: Pick<ModelStoreReference, "bucketName">;
  readonly release: ServedRelease & Pick<Release, "container">;
}

/**
 * Model and endpoint configuration of one release. What is overridden of either changes its name, so that Terraform
 * replaces it and SageMaker updates the endpoint.
 *
 * @example
 * new Generation(stack, "Release1", {
 *   region: "eu-central-1",
 *   endpointName: "pictures",
 *   release,
 *   modelStore,
 *   images,
 *   role,
 *   network: vpc,
 *   resources: { kind: "realTime", workers: 2, threads: 1 },
 *   variant: { variantName: "AllTraffic", instanceType: "ml.c5.xlarge", initialInstanceCount: 2 },
 * });
 */
export class Generation extends Construct {
  public readonly model: ImageModel;
  public readonly configuration: SagemakerEndpointConfiguration;
  /** What an endpoint runs of it. */
  public readonly deployable: DeployableGeneration;

  public constructor(scope: Construct, id: string, props: GenerationProps) {
    super(scope, id);
    const { endpointName, release } = props;
    this.model = new ImageModel(this, "Model", {
      ...props,
      image: props.images.of(release),
      bucketName: props.modelStore.bucketName,
    });
    const inputs = {
      productionVariants: [{ ...props.variant, modelName: this.model.resource.name }],
      ...(props.volumeKey && { kmsKeyArn: props.volumeKey.arn }),
      ...(props.dataCaptureConfig && { dataCaptureConfig: props.dataCaptureConfig }),
    };
    this.configuration = createGeneration(
      { endpointName, releaseSha256: release.sha256, inputs },
      (name) =>
        new SagemakerEndpointConfiguration(this, "Configuration", {
          ...inputs,
          name,
          lifecycle: { createBeforeDestroy: true },
        }),
    );
    this.deployable = { configuration: this.configuration.name, release: release.sha256 };
  }
}
