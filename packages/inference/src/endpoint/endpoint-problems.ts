import {
  dayProblems,
  encryptionKeyProblems,
  isToken,
  literalProblems,
  manifestProblems,
  placeProblems,
  printed,
  type Release,
  refuseProblems,
  retentionProblems,
  roleNameProblems,
} from "@pictor/contracts";
import {
  containerProblems,
  ownChoiceProblems,
  ownImageProblems,
} from "../container/container-choice";
import { generationsOf } from "../release/generation-list";
import { roleChoiceProblems } from "../release/model-role";
import type { EndpointProps } from "./endpoint";
import { endpointNameProblems } from "./endpoint-facts";

/**
 * Problems of the props that every endpoint has and that it can be built with; empty if valid. Those of images and of
 * the region, where images are looked up, are problems of the endpoint's `ContainerImages`.
 */
export function endpointProblems(props: EndpointProps): string[] {
  const { manifest, region } = props;
  const ofImages = placeProblems({ region });
  return [
    ...commonProblems(props),
    ...generationsOf(manifest).flatMap(({ release }) => keyProblems(release, props)),
  ].filter((text, index, all) => all.indexOf(text) === index && !ofImages.includes(text));
}

/** @throws Error with all problems, where nothing can be built: ids are made of releases, and the role gets a grant */
export function refuseUnbuildable(props: EndpointProps): void {
  const { containers = {}, manifest, role, roleName } = props;
  const releases = [...manifestProblems(manifest), ...ownChoiceProblems(containers)];
  const unbuildable = [
    ...roleNameProblems("roleName", roleName),
    ...roleChoiceProblems(role),
    ...(releases.length > 0
      ? releases
      : generationsOf(manifest).flatMap(({ release }) => containerProblems(release, containers))),
  ];
  if (unbuildable.length === 0) return;
  const images = ownImageProblems(containers, props.region);
  refuseProblems([...unbuildable, ...commonProblems(props), ...images]);
}

function commonProblems(props: EndpointProps): string[] {
  return [
    ...endpointNameProblems(props.endpointName),
    ...placeProblems(props),
    ...retentionProblems(props.logRetentionDays),
    ...encryptionKeyProblems(props.encryptionKey),
    ...dayProblems("today", props.today),
  ];
}

/** Without it CreateModel fails after minutes and blames the role's trust policy. */
function keyProblems({ key, sha256 }: Release, { modelStore }: EndpointProps): string[] {
  const { bucketName, modelPrefix } = modelStore;
  if (isToken(modelPrefix)) {
    return literalProblems({ "modelStore.modelPrefix": modelPrefix }, "keys are compared with it");
  }
  return key.startsWith(modelPrefix)
    ? []
    : [
        `release ${sha256.slice(0, 12)} has key '${key}', but the grants of bucket ${printed(bucketName)} are for keys that begin with '${modelPrefix}': publish the release there, or give the model store its modelPrefix`,
      ];
}
