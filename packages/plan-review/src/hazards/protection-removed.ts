import type { HazardRule } from "./rule";
import { after, before, falls } from "./values";

/** Attributes that keep a resource or its data from being deleted, with the value that protects. */
const protections: Readonly<Record<string, boolean>> = {
  deletion_protection: true,
  deletion_protection_enabled: true,
  enable_deletion_protection: true,
  termination_protection: true,
  disable_api_termination: true,
  object_lock_enabled: true,
  point_in_time_recovery: true,
  force_destroy: false,
  force_delete: false,
  skip_final_snapshot: false,
  skip_destroy: true,
};

const isBucket = /^aws_s3_bucket(?:_versioning)?$/;

/** A protection that is there before and not after. */
export const protectionRemoved: HazardRule = {
  id: "protection-removed",
  title: "Protection against deletion removed",
  severity: "high",
  mend: "keep the protection; remove it only in the change that deletes the resource, once its data is safe",
  find: ({ changes }) =>
    changes.flatMap((change) => {
      const lost = Object.entries(protections).filter(
        ([name, safe]) => before(change)[name] === safe && after(change)[name] === !safe,
      );
      const window = "deletion_window_in_days";
      return [
        ...lost.map(([name, safe]) => ({
          change,
          reason: `${name} goes from ${safe} to ${!safe}`,
        })),
        ...(falls(change, window)
          ? [
              {
                change,
                reason: `${window} goes from ${before(change)[window]} to ${after(change)[window]}`,
              },
            ]
          : []),
        ...(isBucket.test(change.type) && versioningStops(before(change), after(change))
          ? [{ change, reason: "versioning stops: what is deleted or overwritten is gone" }]
          : []),
      ];
    }),
};

function versioningStops(was: unknown, is: unknown): boolean {
  return isVersioned(was) && !isVersioned(is) && JSON.stringify(is).includes("Suspended");
}

function isVersioned(values: unknown): boolean {
  return /"versioning_configuration":\[\{[^\]]*"status":"Enabled"/.test(JSON.stringify(values));
}
