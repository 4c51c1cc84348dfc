import { windowProblems } from "../time/windows";
import { zoneProblems } from "../time/zone";
import type { CapacityPolicy, CapacityRules } from "./policy";

/** Problems of combinations of rules; empty if valid. */
export function ruleProblems(rules: CapacityRules): readonly string[] {
  const { anticipate, backOffMinutes, schedule } = rules;
  return [
    ...(backOffMinutes.most < backOffMinutes.first
      ? [
          `backOffMinutes.most must be at least backOffMinutes.first ${backOffMinutes.first}, got ${backOffMinutes.most}`,
        ]
      : []),
    ...(schedule === undefined
      ? []
      : [
          ...zoneProblems("schedule.timeZone", schedule.timeZone),
          ...schedule.windows.flatMap((window, index) =>
            windowProblems(`schedule.windows[${index}]`, window),
          ),
        ]),
    ...(anticipate === undefined
      ? []
      : [
          ...zoneProblems("anticipate.timeZone", anticipate.timeZone),
          ...(anticipate.agree > anticipate.weeks
            ? [
                `anticipate.agree must be at most anticipate.weeks ${anticipate.weeks}, got ${anticipate.agree}`,
              ]
            : []),
          ...(anticipate.horizonMinutes % 5 === 0
            ? []
            : [
                `anticipate.horizonMinutes must be a multiple of 5, got ${anticipate.horizonMinutes}`,
              ]),
        ]),
  ];
}

/** Problems of combinations of a policy's fields; empty if valid. */
export function policyProblems(policy: CapacityPolicy): readonly string[] {
  const { prices, thresholds } = policy;
  const kinds = thresholds.map(({ kind }) => kind);
  return [
    ...ruleProblems(policy),
    ...(prices.maxInstances < prices.minInstances
      ? [
          `prices.maxInstances must be at least prices.minInstances ${prices.minInstances}, got ${prices.maxInstances}`,
        ]
      : []),
    ...(prices.throughputRps < prices.plannedRps
      ? [
          `prices.throughputRps must be at least prices.plannedRps ${prices.plannedRps}, got ${prices.throughputRps}`,
        ]
      : []),
    ...(new Set(kinds).size < kinds.length
      ? [`thresholds must have one of each kind at most, got ${kinds.join(", ")}`]
      : []),
  ];
}
