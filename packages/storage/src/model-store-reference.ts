import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { policyDocument } from "./policy";
import { type ReleasePlace, readReleases } from "./release-access";

/** A model store, however it came about: made here, or another stack's. */
export interface ModelStoreReference {
  /** Name of the bucket. */
  readonly bucketName: string;
  /**
   * Lets a role read releases, by a policy of the role.
   *
   * The store's own policy must know the role's name too: see `readerRoleNames` of {@link ModelStore}.
   *
   * @param id Construct id of the policy, a child of `role`; `ModelStoreRead` by default.
   */
  grantRead(role: IamRole, id?: string): void;
}

/** What every model store's `grantRead` does. */
export function grantReleaseRead(role: IamRole, id: string, place: ReleasePlace): void {
  // A child of the role, because the store may belong to another stack.
  new IamRolePolicy(role, id, {
    name: "read-releases",
    role: role.name,
    policy: policyDocument(readReleases(place)),
  });
}
