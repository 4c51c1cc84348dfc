import { DataAwsSagemakerPrebuiltEcrImage } from "@cdktf/provider-aws/lib/data-aws-sagemaker-prebuilt-ecr-image";
import { type ArnPlace, arnOf, partitionOf, type Release } from "@pictor/contracts";
import { Construct } from "constructs";
import { registryAccount, registryAccountByRegion } from "./container-catalogue";
import {
  type Container,
  containerOf,
  type OwnContainers,
  type OwnImagePlace,
  ownImagePlace,
} from "./container-choice";

/** An image as SageMaker pulls it. */
export interface ContainerImage {
  /** Name of the image. */
  readonly uri: string;
  /** What must be readable to pull it. */
  readonly repositoryArn: string;
}

/** What {@link ContainerImages} looks among. */
export interface ContainerImagesProps {
  readonly region: string;
  readonly own: OwnContainers;
}

/** The images of an endpoint's releases: each container is looked up once, whichever generations use it. */
export class ContainerImages extends Construct {
  private readonly found = new Map<string, ContainerImage>();

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: ContainerImagesProps,
  ) {
    super(scope, id);
  }

  /** The image that a release runs in. */
  public of(release: Pick<Release, "container" | "layout">): ContainerImage {
    const container = containerOf(release, this.props.own);
    const known = this.found.get(container.id);
    if (known !== undefined) return known;
    const image = this.imageOf(container);
    this.found.set(container.id, image);
    return image;
  }

  private imageOf(container: Container): ContainerImage {
    const { region } = this.props;
    if (container.kind === "own") {
      // An image whose name cannot be read is a problem that the endpoint's validation reports.
      const { accountId, repository } = ownImagePlace(container.image) ?? unread;
      return {
        uri: container.image,
        repositoryArn: repositoryArn({ accountId, region }, repository),
      };
    }
    const { repository, tag } = container;
    if (container.registry === "table") {
      const accountId = registryAccountByRegion[region] ?? registryAccount;
      const suffix = partitionOf(region) === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
      return {
        uri: `${accountId}.dkr.ecr.${region}.${suffix}/${repository}:${tag}`,
        repositoryArn: repositoryArn({ accountId, region }, repository),
      };
    }
    // It asks no API: the provider carries the registries of AWS's images.
    const image = new DataAwsSagemakerPrebuiltEcrImage(this, container.id, {
      repositoryName: repository,
      imageTag: tag,
      region,
    });
    return {
      uri: image.registryPath,
      repositoryArn: repositoryArn({ accountId: image.registryId, region }, repository),
    };
  }
}

const unread: OwnImagePlace = { accountId: "", region: "", repository: "" };

function repositoryArn(registry: ArnPlace, repository: string): string {
  return arnOf(registry, "ecr", `repository/${repository}`);
}
