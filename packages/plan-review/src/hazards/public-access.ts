import type { Change } from "../plan/change";
import { readDocument } from "../policy/document";
import type { HazardRule } from "./rule";
import { after, before, text, type Values } from "./values";

/** How a resource of a type is open to everybody. */
interface PublicWhen {
  readonly type: RegExp;
  readonly isPublic: (values: Values) => boolean;
  readonly reason: string;
}

const blockedBy = [
  "block_public_acls",
  "block_public_policy",
  "ignore_public_acls",
  "restrict_public_buckets",
];

const rows: readonly PublicWhen[] = [
  {
    type: /^aws_s3_(?:bucket|account)_public_access_block$/,
    isPublic: (values) => blockedBy.some((name) => values[name] !== true),
    reason: "public access is no longer blocked whole",
  },
  {
    type: /^aws_s3_bucket(?:_acl)?$/,
    isPublic: (values) => text(values, "acl").startsWith("public-"),
    reason: "the ACL lets everybody in",
  },
  {
    type: /^aws_lambda_function_url$/,
    isPublic: (values) => text(values, "authorization_type") === "NONE",
    reason: "everybody may call the function's URL",
  },
  {
    type: /^aws_lambda_permission$/,
    isPublic: (values) =>
      text(values, "principal") === "*" && text(values, "principal_org_id") === "",
    reason: "everybody may invoke the function",
  },
  {
    type: /^aws_(?:db_instance|rds_cluster_instance|redshift_cluster)$/,
    isPublic: (values) => values.publicly_accessible === true,
    reason: "the database has a public address",
  },
  {
    type: /^aws_api_gateway_method$/,
    isPublic: (values) =>
      text(values, "authorization") === "NONE" &&
      values.api_key_required !== true &&
      text(values, "http_method") !== "OPTIONS",
    reason: "everybody may call the method",
  },
  {
    type: /^aws_ebs_snapshot_block_public_access$/,
    isPublic: (values) => text(values, "state") === "unblocked",
    reason: "snapshots may be shared with everybody",
  },
  {
    type: /^aws_.*(?:policy|key|queue|topic|repository)$/,
    isPublic: (values) => allowsAnybody(values.policy),
    reason: "the policy lets everybody in, without a condition",
  },
];

/** Something that everybody may reach, and could not before. */
export const publicAccess: HazardRule = {
  id: "public-access",
  title: "Open to everybody",
  severity: "critical",
  mend: "name who may, or write down why everybody has to",
  find: ({ changes }) =>
    changes.flatMap((change) =>
      rows
        .filter(({ type }) => type.test(change.type))
        .filter((row) => isOpened(change, row))
        .map(({ reason }) => ({ change, reason })),
    ),
};

function isOpened(change: Change, { type, isPublic }: PublicWhen): boolean {
  const isBlock = type.test("aws_s3_bucket_public_access_block");
  // Without the block the bucket is as open as its policy and ACLs say.
  if (change.kind === "destroy") return isBlock && !isPublic(before(change));
  if (change.after === null || !isPublic(after(change))) return false;
  return change.before === null || !isPublic(before(change));
}

function allowsAnybody(policy: unknown): boolean {
  return (readDocument(policy) ?? []).some(
    ({ effect, principals, notPrincipals, conditions }) =>
      effect === "Allow" &&
      (principals?.includes("*") === true || notPrincipals !== undefined) &&
      conditions.length === 0,
  );
}
