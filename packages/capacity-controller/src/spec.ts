import {
  type CapacityPolicy,
  type CapacitySpec,
  type Schedule,
  type ThresholdKind,
  type Weekday,
  weekdays,
} from "@pictor/capacity";
import { isToken } from "@pictor/contracts";
import { canonicalJson } from "./canonical-json";
import type { ControlledEndpoint, FollowingEndpoint } from "./controlled-endpoint";

/** As `planCapacityPolicy` orders them: of several reasons for instances the controller reports the first. */
const thresholdKinds: readonly ThresholdKind[] = ["cost", "capacity", "latency"];

/** What a spec is made of. */
export interface SpecInputs {
  readonly realTime: Pick<ControlledEndpoint, "spec" | "target">;
  readonly serverless: Pick<FollowingEndpoint, "generations" | "target">;
  readonly policy: CapacityPolicy;
  readonly tags: Readonly<Record<string, string>>;
  readonly protected: boolean;
}

/**
 * Returns what the controller reads at each tick; names of configurations are Terraform's references. Lists whose order
 * has no meaning are sorted, so that an app that writes them in another order changes nothing.
 */
export function specOf(inputs: SpecInputs): CapacitySpec {
  const { policy, realTime, serverless, tags } = inputs;
  const { live, previous, variant } = realTime.spec;
  const [liveGeneration, previousGeneration] = serverless.generations;
  return {
    schema: 1,
    realTime: { ...sortedRealTime(realTime.spec), name: realTime.target.name, tags },
    serverless: {
      name: serverless.target.name,
      variant,
      live: {
        configuration: liveGeneration?.configuration.name ?? "",
        release: live.release,
      },
      ...(previous !== undefined &&
        previousGeneration !== undefined && {
          previous: {
            configuration: previousGeneration.configuration.name,
            release: previous.release,
          },
        }),
    },
    policy: sortedPolicy(policy),
    protected: inputs.protected,
  };
}

/** Names of the configurations that a spec names, all of which exist while it holds. */
export function configurationsOf({ realTime, serverless }: CapacitySpec): string[] {
  return [realTime.live, realTime.previous, serverless.live, serverless.previous].flatMap((each) =>
    each === undefined ? [] : [each.configuration],
  );
}

function sortedRealTime(spec: ControlledEndpoint["spec"]): ControlledEndpoint["spec"] {
  const { deployment, scaling } = spec;
  const { Alarms } = deployment.AutoRollbackConfiguration;
  return {
    ...spec,
    ...(scaling && {
      scaling: { ...scaling, schedules: sortedBy(scaling.schedules, ({ name }) => name) },
    }),
    deployment: {
      ...deployment,
      AutoRollbackConfiguration: { Alarms: sortedBy(Alarms, ({ AlarmName }) => AlarmName) },
    },
  };
}

function sortedPolicy(policy: CapacityPolicy): CapacityPolicy {
  const { schedule, thresholds } = policy;
  return {
    ...policy,
    thresholds: sortedBy(thresholds, ({ kind }) => String(thresholdKinds.indexOf(kind))),
    ...(schedule && { schedule: { ...schedule, windows: sortedWindows(schedule) } }),
  };
}

function sortedWindows({ windows }: Schedule): Schedule["windows"] {
  const position = (day: Weekday) => String(weekdays.indexOf(day));
  return sortedBy(
    windows.map((window) => ({ ...window, days: sortedBy(window.days, position) })),
    canonicalJson,
  );
}

/** Texts that Terraform alone knows come first, in the order given. */
function sortedBy<Item>(items: readonly Item[], textOf: (item: Item) => string): readonly Item[] {
  const keyed = items.map((item) => ({ item, key: isToken(textOf(item)) ? "" : textOf(item) }));
  return keyed
    .sort((one, other) => Number(one.key > other.key) - Number(one.key < other.key))
    .map(({ item }) => item);
}
