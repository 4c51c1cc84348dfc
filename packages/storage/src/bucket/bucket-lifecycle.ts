import type { S3BucketLifecycleConfigurationRule } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { isToken, listProblems, printed } from "@pictor/contracts";

/** What happens to the versions of an object that a newer one, or a deletion, has replaced. */
export interface NoncurrentVersions {
  /** Days after which a version is deleted, counted from the day it was replaced; at least 1. */
  readonly expireAfterDays: number;
  /**
   * How many of the newest are kept beyond that; 1 to 100.
   *
   * @default none is
   */
  readonly keepNewest?: number;
  /**
   * Days after which a version moves to Standard-IA; at least 30, as S3 demands.
   *
   * @default it stays where it is
   */
  readonly moveAfterDays?: number;
}

/** Deletes the objects below a prefix, with all their versions. */
export interface Expiry {
  /** Begins the keys, for example `capture/`; not empty, so that nothing is ever emptied by accident. */
  readonly prefix: string;
  /** Days after which an object is deleted; at least 1. */
  readonly days: number;
}

/** What S3 does with objects by itself. */
export interface BucketLifecycle {
  /**
   * What happens to replaced versions.
   *
   * @default - they are deleted after 90 days, so that a mistake can be undone for three months
   */
  readonly noncurrent?: NoncurrentVersions;
  /**
   * Whether objects enter Intelligent-Tiering at once; those below 128 KB, which it would not watch, never do.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html (read 2026-11)
   */
  readonly intelligentTiering?: boolean;
  readonly expiries?: readonly Expiry[];
}

/** Days after which the parts of an upload that was never completed are deleted: until then they cost, unseen. */
const abortAfterDays = 7;

const defaultNoncurrent: NoncurrentVersions = { expireAfterDays: 90 };

const everything = [{ prefix: "" }];

/** The rules in the provider's words. Nothing in them deletes a current version, except below a named prefix. */
export function lifecycleRules(lifecycle: BucketLifecycle): S3BucketLifecycleConfigurationRule[] {
  const { noncurrent = defaultNoncurrent, intelligentTiering = false, expiries = [] } = lifecycle;
  const kept = noncurrent.keepNewest !== undefined && {
    newerNoncurrentVersions: noncurrent.keepNewest,
  };
  return [
    {
      id: "abort-uploads",
      status: "Enabled",
      filter: everything,
      abortIncompleteMultipartUpload: [{ daysAfterInitiation: abortAfterDays }],
    },
    {
      id: "old-versions",
      status: "Enabled",
      filter: everything,
      noncurrentVersionExpiration: [{ noncurrentDays: noncurrent.expireAfterDays, ...kept }],
      ...(noncurrent.moveAfterDays !== undefined && {
        noncurrentVersionTransition: [
          { noncurrentDays: noncurrent.moveAfterDays, storageClass: "STANDARD_IA" },
        ],
      }),
    },
    ...(intelligentTiering
      ? [
          {
            id: "intelligent-tiering",
            status: "Enabled",
            filter: everything,
            transition: [{ days: 0, storageClass: "INTELLIGENT_TIERING" }],
          },
        ]
      : []),
    // In one order: to S3 the rules are a set, to the provider a list.
    ...[...expiries].sort(byPrefix).map(({ prefix, days }) => ({
      id: `expire-${prefix}`,
      status: "Enabled",
      filter: [{ prefix }],
      expiration: [{ days }],
      // In a versioned bucket an expiry only hides an object; the day after, what it hid is deleted.
      noncurrentVersionExpiration: [{ noncurrentDays: 1 }],
    })),
  ];
}

function byPrefix(one: Expiry, other: Expiry): number {
  return one.prefix < other.prefix ? -1 : 1;
}

/** Problems of a lifecycle, whose numbers may be tokens: S3 alone reads them; empty if valid. */
export function lifecycleProblems(lifecycle: BucketLifecycle): string[] {
  const { noncurrent = defaultNoncurrent, expiries = [] } = lifecycle;
  const { expireAfterDays, keepNewest, moveAfterDays } = noncurrent;
  const days = (name: string, value: number, least: number): string[] =>
    isToken(value) || (Number.isInteger(value) && value >= least)
      ? []
      : [`${name} must be a whole number of at least ${least} days, got ${value}`];
  return [
    ...days("expireAfterDays of noncurrent versions", expireAfterDays, 1),
    ...(moveAfterDays === undefined
      ? []
      : days("moveAfterDays of noncurrent versions", moveAfterDays, 30)),
    ...(moveAfterDays !== undefined &&
    !isToken(moveAfterDays) &&
    !isToken(expireAfterDays) &&
    moveAfterDays >= expireAfterDays
      ? [
          `moveAfterDays of noncurrent versions must be less than expireAfterDays ${expireAfterDays}, got ${moveAfterDays}`,
        ]
      : []),
    ...(keepNewest !== undefined &&
    !isToken(keepNewest) &&
    !(Number.isInteger(keepNewest) && keepNewest >= 1 && keepNewest <= 100)
      ? [
          `keepNewest of noncurrent versions must be a whole number from 1 to 100, got ${keepNewest}`,
        ]
      : []),
    ...listProblems("expiries", expiries, ({ prefix, days: after }) => [
      ...(prefix === "" ? ["an expiry must name a prefix such as 'capture/', got ''"] : []),
      ...days(`days of the expiry of ${printed(prefix)}`, after, 1),
    ]),
    ...[...new Set(repeatedPrefixes(expiries))].map(
      (prefix) => `expiries names the prefix ${printed(prefix)} twice: keep one of them`,
    ),
  ];
}

function repeatedPrefixes(expiries: readonly Expiry[]): string[] {
  const prefixes = expiries.map(({ prefix }) => prefix);
  return prefixes.filter((prefix, at) => prefixes.indexOf(prefix) !== at);
}
