import type { HazardRule } from "./rule";
import { after, before, blocks, isChanged, number, type Values } from "./values";

/** Where each type keeps its limits. */
const places: Readonly<Record<string, readonly string[]>> = {
  aws_api_gateway_method_settings: ["settings"],
  aws_api_gateway_usage_plan: ["throttle_settings", "quota_settings"],
  aws_apigatewayv2_stage: ["default_route_settings", "route_settings"],
};

const limits = [
  "throttling_rate_limit",
  "throttling_burst_limit",
  "rate_limit",
  "burst_limit",
  "limit",
];

/** A throttle or quota that callers will notice. */
export const apiLimitsChanged: HazardRule = {
  id: "api-limits-changed",
  title: "Throttle or quota of the API changed",
  severity: "medium",
  mend: "tell the callers before a limit falls; check that capacity carries a limit that rises",
  find: ({ changes }) =>
    changes.filter(isChanged).flatMap((change) =>
      (places[change.type] ?? []).flatMap((place) => {
        const was = blocks(before(change), place)[0] ?? {};
        const is = blocks(after(change), place)[0] ?? {};
        return limits.flatMap((name) => {
          const effect = effectOf(limitOf(was, name), limitOf(is, name));
          const [from, to] = [was, is].map((values) => number(values, name) ?? "no limit");
          return effect === undefined
            ? []
            : [{ change, reason: `${place}.${name} goes from ${from} to ${to}: ${effect}` }];
        });
      }),
    ),
};

/** A limit; infinite if there is none, which the provider writes as -1 in method settings. */
function limitOf(values: Values, name: string): number {
  const value = number(values, name);
  return value === undefined || value === -1 ? Number.POSITIVE_INFINITY : value;
}

function effectOf(was: number, is: number): string | undefined {
  if (is < was) return "callers are refused with 429 sooner";
  return is > was ? "more requests reach what is behind the API" : undefined;
}
