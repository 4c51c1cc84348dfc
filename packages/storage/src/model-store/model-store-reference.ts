import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { isToken, printed, terraformAttributes } from "@pictor/contracts";
import { type ObjectEncryption, readObjects, writeObjects } from "../bucket/object-access";
import { grantToRole } from "../role-grant";
import type { ModelStorePlace } from "./release-policy";

/** A model store, however it came about: made here, or another stack's. */
export interface ModelStoreReference {
  /** Name of the bucket. */
  readonly bucketName: string;
  /** Begins the key of every release that the grants are for, for example `releases/`. */
  readonly modelPrefix: string;
  /**
   * Lets a role read releases, by a policy of the role.
   *
   * @param id Construct id of the policy, a child of `role`; `ModelStoreRead` by default.
   * @throws Error where the store's own policy would refuse the role all the same, or the role has a grant with this id
   */
  grantRead(role: IamRole, id?: string): void;
  /**
   * Lets the deploy role publish releases, by a policy of the role.
   *
   * @param id Construct id of the policy, a child of `role`; `ModelStorePublish` by default.
   * @throws Error where the store's own policy would refuse the role all the same, or the role has a grant with this id
   */
  grantPublish(role: IamRole, id?: string): void;
}

/** What the grants of every model store are made of. */
export interface GrantPlace extends ModelStorePlace {
  readonly encryption: ObjectEncryption;
  readonly modelPrefix: string;
}

/** What every model store's `grantRead` does. */
export function grantReleaseRead(role: IamRole, id: string, place: GrantPlace): void {
  const { readerRoleNames, deployRoleName } = place;
  refuseUnknown(role, "readerRoleNames", [...readerRoleNames, deployRoleName], place);
  grantToRole(role, id, readObjects(objectsOf(place)));
}

/** What every model store's `grantPublish` does. */
export function grantReleasePublish(role: IamRole, id: string, place: GrantPlace): void {
  refuseUnknown(role, "deployRoleName", [place.deployRoleName], place);
  grantToRole(role, id, writeObjects(objectsOf(place)));
}

function objectsOf({ bucketName, region, encryption, modelPrefix }: GrantPlace) {
  return { bucketName, region, encryption, prefix: modelPrefix };
}

function refuseUnknown(
  role: IamRole,
  prop: string,
  known: readonly string[],
  place: ModelStorePlace,
): void {
  const problem = roleProblem(role, prop, known, place);
  if (problem !== undefined) throw new Error(problem);
  // Aspects and overrides may still change what the role is called.
  role.node.addValidation({
    validate: () => [roleProblem(role, prop, known, place)].filter((text) => text !== undefined),
  });
}

/** Why the store's policy, which names roles by their ARNs, would refuse a role; `undefined` if it admits it. */
function roleProblem(
  role: IamRole,
  prop: string,
  known: readonly string[],
  place: ModelStorePlace,
): string | undefined {
  const { name, path = "/" } = terraformAttributes(role);
  // A path is part of a role's ARN, and so of what the policy knows the role by.
  const qualified = `${String(path).slice(1)}${String(name)}`;
  if (!isToken(path) && known.includes(qualified)) return undefined;
  const what = `role ${name === undefined ? `'${role.node.path}'` : printed(name)} cannot be given access`;
  const admits = `the policy of bucket '${place.bucketName}' admits only ${known.map(printed).join(", ")}`;
  if (path !== "/") {
    const advice = isToken(path)
      ? "give the role a path that is a literal"
      : `name it as ${printed(qualified)} in ${prop} of the store, in the stack that makes it, or make the role without a path, also where an aspect or an override sets it`;
    return `${what}: its path is ${printed(path)}, but ${admits}, and a path is part of a role's ARN; ${advice}`;
  }
  return (
    `${what}: ${admits}, and a grant changes no policy of a bucket; ` +
    `add the role's name to ${prop} of the store, in the stack that makes it`
  );
}
