import {
  isToken,
  listProblems,
  literalProblems,
  placeProblems,
  printed,
  roleNameProblems,
} from "@pictor/contracts";
import { batchPrefixes, runIdLength, usualPrefix } from "@pictor/contracts/batch";
import { machineNameProblems } from "../machine/job-name";
import type { BatchTransformProps, JobStore } from "./batch-transform";
import { type BatchSchedule, triggerRoleName } from "./batch-triggers";

/** Characters of a job's name after the machine's: two hyphens, run, part and attempt. */
export const appendedToName: number = `-${"r".repeat(runIdLength)}-0001-1`.length;

const longestRoleName = 64;

/** Problems of the props whose names and prefixes are read at synthesis; empty if valid. */
export function batchShapeProblems({
  name,
  prefix = usualPrefix,
  schedules = [],
}: BatchTransformProps): string[] {
  return [
    ...literalProblems({ name, prefix }, "names, policies and patterns of events contain it"),
    ...listProblems("schedules", schedules, (schedule) =>
      literalProblems({ "name of a schedule": schedule.name }, "ids and names contain it"),
    ),
    ...repeated(schedules.map((schedule) => schedule.name)).map(
      (twice) => `schedules has two of the name ${printed(twice)}: give each its own`,
    ),
  ];
}

/** Problems of a batch transform's props, its numbers aside; empty if valid. */
export function batchProblems(props: BatchTransformProps): string[] {
  const { instances: _, name, prefix = usualPrefix, region, roleName, schedules = [] } = props;
  const longest = triggerRoleName(name, "scheduler", region);
  return [
    ...placeProblems(props),
    ...machineNameProblems(name, appendedToName),
    ...(isToken(longest) || longest.length <= longestRoleName
      ? []
      : [
          `name '${name}' is too long: a role is named '${longest}', and IAM takes ${longestRoleName} characters`,
        ]),
    ...roleNameProblems("roleName", roleName),
    ...storeProblems(props.store),
    ...(/^([\w.=-]+\/)+$/.test(prefix)
      ? []
      : [`prefix ${printed(prefix)} must be folders such as 'batch/', with a slash at the end`]),
    ...schedules.flatMap((schedule) => scheduleProblems(schedule, batchPrefixes(prefix).input)),
  ];
}

/** Jobs write with a key, and a bucket that S3's own keys encrypt refuses each other encryption. */
export function storeProblems(store: JobStore): string[] {
  return store.takesKmsKey?.() === false
    ? [
        `store: bucket ${printed(store.bucketName)} is encrypted by S3's own keys, and refuses what jobs write with encryptionKey: give the store a KMS key`,
      ]
    : [];
}

function scheduleProblems({ expression, name, prefix }: BatchSchedule, input: string): string[] {
  return [
    ...(!isToken(name) && /^[a-z0-9](-?[a-z0-9])*$/.test(name) && name.length <= 24
      ? []
      : [
          `schedules: name ${printed(name)} must be a literal of lower-case letters, digits and single hyphens, at most 24 characters`,
        ]),
    ...(isToken(expression) || /^(cron|rate|at)\(.+\)$/.test(expression)
      ? []
      : [
          `schedules: expression ${printed(expression)} of '${name}' must be like 'cron(0 3 * * ? *)' or 'rate(1 day)'`,
        ]),
    ...(isToken(prefix) || prefix.startsWith(input)
      ? []
      : [`schedules: prefix ${printed(prefix)} of '${name}' must begin with '${input}'`]),
  ];
}

function repeated(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, at) => names.indexOf(name) !== at))];
}
