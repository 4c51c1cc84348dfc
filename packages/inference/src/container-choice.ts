import { arnOf, partitionOf, type Release } from "@pictor/contracts";
import {
  type Container,
  containerCatalogue,
  registryAccount,
  registryAccountByRegion,
} from "./container-catalogue";

/**
 * The container that a release names.
 *
 * @throws Where the catalogue has no such id, or the artefact is laid out for another server.
 */
export function containerOf(release: Pick<Release, "container" | "layout">): Container {
  const known: Readonly<Record<string, Container>> = containerCatalogue;
  const container = Object.hasOwn(known, release.container) ? known[release.container] : undefined;
  if (container === undefined) {
    throw new Error(
      `container '${release.container}' of the release is not in the catalogue, use one of ${Object.keys(known).join(", ")}`,
    );
  }
  if (container.layout !== release.layout) {
    throw new Error(
      `container '${release.container}' serves artefacts of layout '${container.layout}', the release has layout '${release.layout}', build it anew for this container`,
    );
  }
  return container;
}

/** The image as SageMaker wants it named, from the registry that serves `region`. */
export function imageOf(container: Container, region: string): string {
  const domain = partitionOf(region) === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
  return `${registryOf(region)}.dkr.ecr.${region}.${domain}/${container.repository}:${container.tag}`;
}

/** ARNs of the repositories that must be readable to pull the images of these releases. */
export function repositoryArns(
  releases: readonly Pick<Release, "container" | "layout">[],
  region: string,
): string[] {
  const registry = { accountId: registryOf(region), region };
  const repositories = new Set(releases.map((release) => containerOf(release).repository));
  return [...repositories].map((name) => arnOf(registry, "ecr", `repository/${name}`));
}

/**
 * What to tell the one who synthesises, where AWS no longer patches the container.
 *
 * @param today ISO date.
 */
export function endOfPatchWarning(container: Container, today: string): string | undefined {
  if (container.endOfPatch === undefined || today <= container.endOfPatch) return undefined;
  const next =
    container.successor === undefined
      ? "no successor is known"
      : `build the next release for '${container.successor}'`;
  return `container '${container.repository}:${container.tag}' gets no patches since ${container.endOfPatch}, ${next} (${container.source})`;
}

function registryOf(region: string): string {
  return registryAccountByRegion[region] ?? registryAccount;
}
