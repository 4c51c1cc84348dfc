import type { Release } from "@pictor/contracts";
import {
  type AwsContainer,
  containerCatalogue,
  type Hardware,
  type Layout,
} from "./container-catalogue";

/** An image of one's own, in ECR. */
export interface OwnContainer {
  /**
   * The image by its digest, `<account>.dkr.ecr.<region>.amazonaws.com/<repository>@sha256:<digest>`: a tag can be
   * moved, and SageMaker would pull something else for the next instance.
   */
  readonly image: string;
  readonly layout: Layout;
  readonly hardware: Hardware;
  /**
   * Last day on which somebody patches the image (ISO date).
   *
   * @default - nobody has named one: synthesis warns
   */
  readonly endOfPatch?: string;
}

/** What a release runs in. */
export type Container =
  | ({ readonly kind: "aws"; readonly id: string } & AwsContainer)
  | ({ readonly kind: "own"; readonly id: string } & OwnContainer);

/** Images of one's own by the ids that releases name. They come before the catalogue's. */
export type OwnContainers = Readonly<Record<string, OwnContainer>>;

const ownImage =
  /^(?<account>\d{12})\.dkr\.ecr\.(?<region>[a-z0-9-]+)\.amazonaws\.com(\.cn)?\/(?<repository>[a-z0-9][a-z0-9._/-]*)@sha256:[0-9a-f]{64}$/;

/** Where an image of one's own lies. */
export interface OwnImagePlace {
  readonly accountId: string;
  readonly region: string;
  readonly repository: string;
}

/** Account, region and repository of an image of one's own; `undefined` where it is not named by its digest. */
export function ownImagePlace(image: string): OwnImagePlace | undefined {
  const { account, region, repository } = ownImage.exec(image)?.groups ?? {};
  return account === undefined || region === undefined || repository === undefined
    ? undefined
    : { accountId: account, region, repository };
}

/** What is wrong with images of one's own. */
export function ownContainerProblems(own: OwnContainers, region: string): string[] {
  return Object.entries(own).flatMap(([id, { image }]) => {
    const place = ownImagePlace(image);
    if (place === undefined) {
      return [
        `container '${id}' must be an image in ECR by its digest, '<account>.dkr.ecr.<region>.amazonaws.com/<repository>@sha256:<digest>', got '${image}'`,
      ];
    }
    return place.region === region
      ? []
      : [
          `container '${id}' lies in ${place.region}, but SageMaker pulls images of its own region only: copy it to ${region}`,
        ];
  });
}

/**
 * The container that a release names.
 *
 * @throws Where nothing has that id, or the artefact is laid out for another server.
 */
export function containerOf(
  release: Pick<Release, "container" | "layout">,
  own: OwnContainers = {},
): Container {
  const container = find(release.container, own);
  if (container === undefined) {
    const known = [...Object.keys(own), ...Object.keys(containerCatalogue)].join(", ");
    throw new Error(
      `container '${release.container}' of the release is not in the catalogue, use one of ${known}`,
    );
  }
  if (container.layout !== release.layout) {
    throw new Error(
      `container '${release.container}' serves artefacts of layout '${container.layout}', the release has layout '${release.layout}', build it anew for this container`,
    );
  }
  return container;
}

function find(id: string, own: OwnContainers): Container | undefined {
  if (Object.hasOwn(own, id)) return { kind: "own", id, ...(own[id] as OwnContainer) };
  const catalogue: Readonly<Record<string, AwsContainer>> = containerCatalogue;
  return Object.hasOwn(catalogue, id)
    ? { kind: "aws", id, ...(catalogue[id] as AwsContainer) }
    : undefined;
}

/**
 * What to tell the one who synthesises, where nobody patches the container any more, or nobody has promised to.
 *
 * @param today ISO date.
 */
export function endOfPatchWarning(container: Container, today: string): string | undefined {
  const { id, endOfPatch } = container;
  const successor = container.kind === "aws" ? container.successor : undefined;
  const next =
    successor === undefined ? "no successor is known" : `build the next release for '${successor}'`;
  const source = container.kind === "aws" ? ` (${container.source})` : "";
  if (endOfPatch === undefined) {
    return `container '${id}' has no date until which it is patched, look for one and for its successor: ${next}${source}`;
  }
  return today <= endOfPatch
    ? undefined
    : `container '${id}' gets no patches since ${endOfPatch}, ${next}${source}`;
}
