import {
  type AwsPlace,
  bucketArn,
  isToken,
  listProblems,
  type PolicyStatement,
  refuseProblems,
  roleArn,
  roleNameProblems,
} from "@pictor/contracts";

/** Begins the key of every release: see `releaseKey` of `@pictor/contracts`. */
export const releasePrefix = "releases/";

/**
 * Who reads and writes a model store, by names of roles of its account. They need not exist yet. A role with a path is
 * named with it: `service-role/birds-model`.
 */
export interface ModelStoreRoles {
  /** Roles that read releases: the models' execution roles. */
  readonly readerRoleNames: readonly string[];
  /** The role that publishes releases; it reads them, too. Nobody else writes. */
  readonly deployRoleName: string;
  /**
   * ARNs of further roles of the account that may read objects, such as a person's who compares what was published;
   * `*` and `?` stand for what is not known of a name, of which the first character must be.
   *
   * @default none
   */
  readonly operatorRoleArns?: readonly string[];
}

/** Where a model store is. */
export interface ModelStorePlace extends ModelStoreRoles, AwsPlace {
  readonly bucketName: string;
}

/**
 * Refuses objects to everybody but the named roles, whatever their own policies say.
 *
 * Roles are matched by `aws:PrincipalArn`, because a policy that names a role as its principal is invalid until the
 * role exists. Administration of the bucket is not touched, so the account can always mend this policy.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
 */
export function modelStorePolicy(place: ModelStorePlace): readonly PolicyStatement[] {
  const bucket = bucketArn(place.region, place.bucketName);
  const deployRole = roleArn(place, place.deployRoleName);
  const readers = place.readerRoleNames.map((name) => roleArn(place, name));
  const refuse = (Sid: string, Action: PolicyStatement["Action"], allowed: readonly string[]) =>
    ({
      Sid,
      Effect: "Deny",
      Principal: "*",
      Action,
      Resource: `${bucket}/*`,
      Condition: { ArnNotLike: { "aws:PrincipalArn": allowed } },
    }) as const;
  return [
    refuse("OnlyReadersRead", "s3:GetObject*", [
      ...readers,
      deployRole,
      ...(place.operatorRoleArns ?? []),
    ]),
    refuse(
      "OnlyDeployRoleWrites",
      [
        "s3:PutObject*",
        "s3:DeleteObject*",
        "s3:Replicate*",
        "s3:RestoreObject",
        "s3:UpdateObjectEncryption",
      ],
      [deployRole],
    ),
    {
      Sid: "NeverOverwrite",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:PutObject",
      Resource: `${bucket}/*`,
      Condition: {
        Null: { "s3:if-none-match": "true" },
        // Starting an upload in parts, and its parts, take no If-None-Match: the request that completes it does.
        Bool: { "s3:ObjectCreationOperation": "true" },
      },
    },
  ];
}

/** @throws Error where the readers' names are not known at synthesis: no grant can be compared with them */
export function refuseUnknownReaders({ readerRoleNames }: ModelStoreRoles): void {
  refuseProblems(listProblems("readerRoleNames", readerRoleNames));
}

/** Problems of the roles' names, which the policy matches letter by letter; empty if valid. */
export function storeRoleProblems({ readerRoleNames, deployRoleName }: ModelStoreRoles): string[] {
  return [
    ...(readerRoleNames.length > 0
      ? []
      : ["readerRoleNames must name at least one role, since without one no model can be loaded"]),
    ...readerRoleNames.flatMap((name) => pathedNameProblems("readerRoleNames", name)),
    ...pathedNameProblems("deployRoleName", deployRoleName),
  ];
}

/** Problems of a role's name that may have a path before it. */
function pathedNameProblems(prop: string, name: string): string[] {
  return !isToken(name) && /^([\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/.test(name)
    ? []
    : roleNameProblems(prop, name);
}
