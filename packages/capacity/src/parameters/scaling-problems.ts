import { printed } from "@pictor/contracts";
import type { InstanceScaling } from "./spec";

/** Problems of a scaling that no single field has; empty if valid. */
export function scalingProblems({ max, min, schedules }: InstanceScaling): readonly string[] {
  const names = schedules.map(({ name }) => name);
  const repeated = new Set(names.filter((name, index) => names.indexOf(name) < index));
  return [
    ...rangeProblems("", { min, max }),
    ...schedules.flatMap((each, index) => rangeProblems(`schedules[${index}].`, each)),
    // Application Auto Scaling replaces a scheduled action by the next one of its name.
    ...[...repeated].map(
      (name) => `schedules must have different names, got ${printed(name)} twice`,
    ),
  ];
}

function rangeProblems(prefix: string, { max, min }: Pick<InstanceScaling, "max" | "min">) {
  return max < min
    ? [`${prefix}max must be at least min ${printed(min)}, got ${printed(max)}`]
    : [];
}
