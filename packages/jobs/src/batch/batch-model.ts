import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import {
  type AwsPlace,
  dayProblems,
  type EncryptionKeyReference,
  encryptionKeyProblems,
  type InstanceTypeChoice,
  instanceTypeOf,
  listProblems,
  placeProblems,
  providerProblems,
  type Release,
  refuseProblems,
  roleNameProblems,
} from "@pictor/contracts";
import {
  ContainerImages,
  containerOf,
  endOfPatchWarning,
  ImageModel,
  type OwnContainers,
} from "@pictor/inference";
import type { ModelStoreReference } from "@pictor/storage";
import { Annotations } from "cdktf";
import { Construct } from "constructs";
import { machineNameProblems } from "../machine/job-name";
import { JobRole } from "../machine/job-role";
import { appendedToName } from "./batch-problems";
import type { TransformModel } from "./batch-transform";

/** Properties of {@link BatchModel}. */
export interface BatchModelProps extends AwsPlace {
  /** Begins the names of the model and of the jobs: lower-case letters, digits and single hyphens. */
  readonly name: string;
  /** Name of the role that the model runs as. The model store's policy knows it by this name. */
  readonly roleName: string;
  readonly release: Release;
  /** Where the release lies. */
  readonly modelStore: ModelStoreReference;
  /** Of the jobs: a worker of the model server for each core, and a volume's key where their storage takes one. */
  readonly instanceType: InstanceTypeChoice;
  /** Key of the instances' volumes. */
  readonly encryptionKey: EncryptionKeyReference;
  /** Images of one's own, by the ids that releases name. @default - none */
  readonly containers?: OwnContainers;
  /**
   * The day (ISO date) by which the container's end of patches is judged. It decides only about a warning.
   *
   * @default - the day of the synthesis
   */
  readonly today?: string;
}

/**
 * A SageMaker model of a release for batch transform alone: for releases whose endpoint is serverless, or in a stack of
 * its own. Its containers have no network and no credentials.
 *
 * @example
 * new BatchModel(stack, "Model", {
 *   accountId: "123456789012",
 *   region: "eu-central-1",
 *   name: "pictures-transform",
 *   roleName: "pictures-model-batch",
 *   release,
 *   modelStore,
 *   instanceType: "ml.c5.xlarge",
 *   encryptionKey,
 * });
 */
export class BatchModel extends Construct implements TransformModel {
  public readonly model: ImageModel;
  /** What the model runs as, and what it may do. */
  public readonly jobRole: JobRole;
  /** The release's image. */
  public readonly images: ContainerImages;

  public constructor(scope: Construct, id: string, props: BatchModelProps) {
    super(scope, id);
    const { containers = {}, encryptionKey, modelStore, name, region, release } = props;
    refuseProblems([
      ...placeProblems(props),
      ...machineNameProblems(name, appendedToName),
      ...encryptionKeyProblems(encryptionKey),
      ...dayProblems("today", props.today),
      ...listProblems("containers", Object.keys(containers)),
      ...roleNameProblems("roleName", props.roleName),
    ]);
    this.node.addValidation({
      validate: () => [...releaseProblems(release), ...providerProblems(this, props)],
    });
    const instance = instanceTypeOf(props.instanceType);
    const today = props.today ?? new Date().toISOString().slice(0, 10);
    const warning = endOfPatchWarning(containerOf(release, containers), today);
    if (warning !== undefined) Annotations.of(this).addWarning(warning);
    this.images = new ContainerImages(this, "Images", { region, own: containers });
    const image = this.images.of(release);
    this.jobRole = new JobRole(this, "Role", {
      ...{ accountId: props.accountId, region, name, roleName: props.roleName },
      kind: "transform",
      repositoryArn: image.repositoryArn,
      ...(instance.storage === "ebs" && { volumeKey: encryptionKey }),
    });
    modelStore.grantRead(this.jobRole.resource);
    this.model = new ImageModel(this, "Model", {
      ...{ region, release, image, role: this.jobRole },
      endpointName: name,
      bucketName: modelStore.bucketName,
      network: { kind: "isolated" },
      resources: { workers: instance.physicalCores, threads: 1, kind: "realTime" },
    });
  }

  /** Name of the model in SageMaker. */
  public get name(): string {
    return this.model.resource.name;
  }

  public get role(): IamRole {
    return this.jobRole.resource;
  }
}

/** @see https://github.com/aws/sagemaker-python-sdk/issues/4777 */
function releaseProblems({ compression }: Release): string[] {
  return compression === "none"
    ? [
        "the release is uncompressed, and batch transform takes archives only: build it with '--compression gzip' and publish it",
      ]
    : [];
}
