import { DataAwsSagemakerPrebuiltEcrImage } from "@cdktf/provider-aws/lib/data-aws-sagemaker-prebuilt-ecr-image";
import {
  type AwsPlace,
  arnOf,
  dnsSuffix,
  placeProblems,
  type Release,
  regionFacts,
} from "@pictor/contracts";
import { Construct } from "constructs";
import {
  type Container,
  containerOf,
  type OwnContainers,
  type OwnImagePlace,
  ownContainerProblems,
  ownImagePlace,
  registryProblems,
} from "./container-choice";

/** An image as SageMaker pulls it. */
export interface ContainerImage {
  /** Name of the image. */
  readonly uri: string;
  /** What must be readable to pull it. */
  readonly repositoryArn: string;
}

/** What {@link ContainerImages} looks among. */
export interface ContainerImagesProps extends Pick<AwsPlace, "region"> {
  /** Images of one's own by the ids that releases name. They come before the catalogue's. */
  readonly own: OwnContainers;
}

/**
 * The images of an endpoint's releases: each container is looked up once, whichever generations use it.
 *
 * @example
 * const ours = new ContainerImages(stack, "Ours", { region: "eu-central-1", own: {} });
 * ours.of(release);
 */
export class ContainerImages extends Construct {
  /** The provider's lookups of AWS's images, by container id. */
  public readonly lookups: Map<string, DataAwsSagemakerPrebuiltEcrImage> = new Map();
  private readonly found = new Map<string, ContainerImage>();

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: ContainerImagesProps,
  ) {
    super(scope, id);
    const { own, region } = props;
    this.node.addValidation({
      validate: () => [...placeProblems({ region }), ...ownContainerProblems(own, region)],
    });
  }

  /**
   * Returns the image that a release runs in.
   *
   * @throws Error where no container has the release's id, or the artefact is laid out for another server
   */
  public of(release: Pick<Release, "container" | "layout">): ContainerImage {
    const container = containerOf(release, this.props.own);
    const known = this.found.get(container.id);
    if (known !== undefined) return known;
    this.node.addValidation({
      validate: () => registryProblems(container, this.props.region),
    });
    const image = this.imageOf(container);
    this.found.set(container.id, image);
    return image;
  }

  private imageOf(container: Container): ContainerImage {
    const { region } = this.props;
    if (container.kind === "own") {
      const { accountId, repository } = ownImagePlace(container.image) ?? unread;
      return {
        uri: container.image,
        repositoryArn: repositoryArn({ accountId, region }, repository),
      };
    }
    const { repository, tag } = container;
    if (container.registry === "table") {
      const accountId = regionFacts(region)?.imageRegistry ?? unread.accountId;
      return {
        uri: `${accountId}.dkr.ecr.${region}.${dnsSuffix(region)}/${repository}:${tag}`,
        repositoryArn: repositoryArn({ accountId, region }, repository),
      };
    }
    // It asks no API: the provider carries the registries of AWS's images.
    const image = new DataAwsSagemakerPrebuiltEcrImage(this, container.id, {
      repositoryName: repository,
      imageTag: tag,
      region,
    });
    this.lookups.set(container.id, image);
    return {
      uri: image.registryPath,
      repositoryArn: repositoryArn({ accountId: image.registryId, region }, repository),
    };
  }
}

/** What cannot be read, nor looked up, is a problem that the validation reports. */
const unread: OwnImagePlace = { accountId: "", region: "", repository: "" };

function repositoryArn(registry: AwsPlace, repository: string): string {
  return arnOf(registry, "ecr", `repository/${repository}`);
}
