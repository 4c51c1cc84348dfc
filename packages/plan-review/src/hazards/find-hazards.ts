import type { Hazard } from "../review/review";
import { severities } from "../severity";
import { hazardRules } from "./register";
import type { Facts, HazardRule } from "./rule";

/** Returns what the rules find, the most serious first. */
export function findHazards(facts: Facts, rules: readonly HazardRule[] = hazardRules): Hazard[] {
  return rules
    .flatMap((rule) =>
      rule.find(facts).map(({ change, reason, severity = rule.severity }): Hazard => {
        const { address, constructPath } = change;
        return {
          rule: rule.id,
          severity,
          address,
          ...(constructPath !== undefined && { constructPath }),
          reason,
          mend: rule.mend,
          ...(rule.upstream !== undefined &&
            rule.upstream.length > 0 && { upstream: rule.upstream }),
        };
      }),
    )
    .sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
}
