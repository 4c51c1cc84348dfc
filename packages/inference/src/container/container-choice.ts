import {
  type AwsPlace,
  dayProblems,
  dnsSuffix,
  endOfLifeWarning,
  printed,
  type Release,
  regionFacts,
  wordProblems,
} from "@pictor/contracts";
import {
  type AwsContainer,
  containerCatalogue,
  type Hardware,
  hardwares,
  type Layout,
  layouts,
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
  /^(?<account>\d{12})\.dkr\.ecr\.(?<region>[a-z0-9-]+)\.(?<suffix>[a-z0-9.-]+)\/(?<repository>[a-z0-9][a-z0-9._/-]*)@sha256:[0-9a-f]{64}$/;

/** Where an image of one's own lies. */
export interface OwnImagePlace extends AwsPlace {
  readonly repository: string;
}

/** Account, region and repository of an image of one's own; `undefined` where it is not named by its digest. */
export function ownImagePlace(image: string): OwnImagePlace | undefined {
  const { account, region, repository, suffix } = ownImage.exec(image)?.groups ?? {};
  return account === undefined ||
    region === undefined ||
    repository === undefined ||
    suffix !== dnsSuffix(region)
    ? undefined
    : { accountId: account, region, repository };
}

/** Problems of containers of one's own; empty if valid. A region that AWS does not have is not one of them. */
export function ownContainerProblems(own: OwnContainers, region: string): string[] {
  return [...ownImageProblems(own, region), ...ownChoiceProblems(own)];
}

/** Problems of where images of one's own lie; empty if valid. */
export function ownImageProblems(own: OwnContainers, region: string): string[] {
  return Object.entries(own).flatMap(([id, { image }]) => imageProblems(id, image, region));
}

/** Problems of the fields of own containers that releases and instances must match; empty if valid. */
export function ownChoiceProblems(own: OwnContainers): string[] {
  return Object.entries(own).flatMap(([id, { endOfPatch, hardware, layout }]) => [
    ...wordProblems(`layout of container ${printed(id)}`, layout, layouts),
    ...wordProblems(`hardware of container ${printed(id)}`, hardware, hardwares),
    ...dayProblems(`endOfPatch of container ${printed(id)}`, endOfPatch),
  ]);
}

function imageProblems(id: string, image: string, region: string): string[] {
  const place = ownImagePlace(image);
  const known = regionFacts(region) !== undefined;
  if (place === undefined) {
    const host = known ? `${region}.${dnsSuffix(region)}` : "<region>.<suffix>";
    return [
      `container ${printed(id)} must be an image in ECR by its digest, '<account>.dkr.ecr.${host}/<repository>@sha256:<digest>', got ${printed(image)}`,
    ];
  }
  return place.region === region || !known
    ? []
    : [
        `container ${printed(id)} lies in ${place.region}, but SageMaker pulls images of its own region only: copy it to ${region}`,
      ];
}

/** Problems of pulling an image of AWS's in a region: provider and table must know whose registry has it. */
export function registryProblems(container: Container, region: string): string[] {
  const facts = regionFacts(region);
  return container.kind === "own" || facts === undefined || facts.imageRegistry !== undefined
    ? []
    : [
        `container '${container.id}' cannot be pulled in ${region}: provider 5.100.0 knows no registry of AWS's images there; copy the image into a repository of that region and name it in containers`,
      ];
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
  const choice = choose(release, own);
  if (typeof choice === "string") throw new Error(choice);
  return choice;
}

/** Problems of the container that a release names, those for which {@link containerOf} throws; empty if valid. */
export function containerProblems(
  release: Pick<Release, "container" | "layout">,
  own: OwnContainers = {},
): string[] {
  const choice = choose(release, own);
  return typeof choice === "string" ? [choice] : [];
}

/** The container that a release names, or the problem of its name. */
function choose(
  { container: id, layout }: Pick<Release, "container" | "layout">,
  own: OwnContainers,
): Container | string {
  const container = find(id, own);
  if (container === undefined) {
    const known = [...Object.keys(own), ...Object.keys(containerCatalogue)].join(", ");
    return `container ${printed(id)} of the release is neither in the catalogue nor among your own containers, use one of ${known}`;
  }
  return container.layout === layout
    ? container
    : `container ${printed(id)} serves artefacts of layout ${printed(container.layout)}, the release has layout ${printed(layout)}, build it anew for this container`;
}

function find(id: string, own: OwnContainers): Container | undefined {
  if (Object.hasOwn(own, id)) return { kind: "own", id, ...(own[id] as OwnContainer) };
  const catalogue: Readonly<Record<string, AwsContainer>> = containerCatalogue;
  return Object.hasOwn(catalogue, id)
    ? { kind: "aws", id, ...(catalogue[id] as AwsContainer) }
    : undefined;
}

/**
 * The warning of a container whose end of support is near or past, or that nobody has named an end of.
 *
 * @param today ISO date.
 */
export function endOfPatchWarning(container: Container, today: string): string | undefined {
  const { id: name, endOfPatch: end } = container;
  const { source, successor } = container.kind === "aws" ? container : {};
  const next =
    successor === undefined
      ? "look for its end and its successor"
      : `build the next release for '${successor}'`;
  return endOfLifeWarning({ kind: "container", name, end, next, source }, today);
}
