import { numberOf } from "./attributes";
import type { Attributes, Resource } from "./resource";

/** Instances that a capacity controller runs of an endpoint configuration while they pay. */
export interface ControlledRange {
  readonly min: number;
  readonly max: number;
  /** Hours a week in which a schedule wants instances whatever the traffic. */
  readonly busyHoursPerWeek: number;
}

const tags = { min: "MinInstances", max: "MaxInstances", busyHoursPerWeek: "BusyHours" } as const;

/**
 * Tags of an endpoint configuration that a capacity controller makes an endpoint of. The endpoint is in no plan: by the
 * tags of its live configuration whoever reads a plan or a state can tell what it costs.
 */
export function controlledRangeTags(range: ControlledRange): Record<string, string> {
  return {
    [tags.min]: String(range.min),
    [tags.max]: String(range.max),
    [tags.busyHoursPerWeek]: String(range.busyHoursPerWeek),
  };
}

/** The range of a configuration that has {@link controlledRangeTags}; else undefined. */
export function controlledRangeOf({ type, values }: Resource): ControlledRange | undefined {
  if (type !== "aws_sagemaker_endpoint_configuration") return undefined;
  const given = (values.tags ?? values.tags_all ?? {}) as Attributes;
  if (given[tags.min] === undefined || given[tags.max] === undefined) return undefined;
  return {
    min: numberOf(given, tags.min),
    max: numberOf(given, tags.max),
    busyHoursPerWeek: numberOf(given, tags.busyHoursPerWeek, 0),
  };
}
