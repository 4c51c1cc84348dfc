import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { EncryptionKeyReference } from "@pictor/contracts";
import { readObjects, writeObjects } from "./object-access";
import { type ModelStorePlace, releasePrefix } from "./release-policy";
import { grantToRole } from "./role-grant";

/** A model store, however it came about: made here, or another stack's. */
export interface ModelStoreReference {
  /** Name of the bucket. */
  readonly bucketName: string;
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
  readonly encryptionKey: EncryptionKeyReference;
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

function objectsOf({ bucketName, region, encryptionKey }: GrantPlace) {
  return { bucketName, region, keyArn: encryptionKey.arn, prefix: releasePrefix };
}

function refuseUnknown(
  role: IamRole,
  prop: string,
  known: readonly string[],
  place: ModelStorePlace,
): void {
  const name = role.nameInput;
  // The store's policy matches ARNs, and a path is part of a role's ARN.
  const path = role.pathInput ?? "/";
  if (path !== "/") {
    throw new Error(
      `role '${name ?? role.node.path}' cannot be given access: its path is '${path}', but the policy of bucket '${place.bucketName}' admits only roles with path '/'; make the role without a path`,
    );
  }
  if (name !== undefined && known.includes(name)) return;
  throw new Error(
    `role '${name ?? role.node.path}' cannot be given access: the policy of bucket '${place.bucketName}' admits only ${known
      .map((one) => `'${one}'`)
      .join(", ")}, and a grant changes no policy of a bucket; ` +
      `add the role's name to ${prop} of the store, in the stack that makes it`,
  );
}
