import type { Hazard, WaivedHazard } from "../review/review";
import { bySeverity } from "../severity";
import type { Waiver } from "../waivers/waiver";
import { code, type Row, row } from "./row";

/** Resources that are named below one rule; the JSON has all. */
const most = 10;

/** Writes what the security rules found, a line for each rule with the resources below. */
export function weaknessRows(found: readonly Hazard[]): Row[] {
  const rules = new Map<string, Hazard[]>();
  for (const each of bySeverity(found)) {
    const key = `${each.severity} ${each.rule}`;
    rules.set(key, [...(rules.get(key) ?? []), each]);
  }
  return [...rules.values()].flatMap((each) => {
    const [first] = each;
    if (first === undefined) return [];
    const { severity, rule, upstream, mend } = first;
    return [
      {
        ...row({ strong: severity.toUpperCase() }, " ", code(idsOf(rule, upstream))),
        children: [
          ...each.slice(0, most).map(({ address, reason }) => row(code(address), `: ${reason}`)),
          ...(each.length > most ? [row(`and ${each.length - most} more`)] : []),
          row(`do: ${mend}`),
        ],
      },
    ];
  });
}

/** Writes a hazard that is accepted, with the reason. */
export function waivedRow({ rule, address, reason, waiver }: WaivedHazard): Row {
  return {
    ...row(code(address), `: ${reason} (${rule})`),
    children: [row(`accepted until ${waiver.expiry}: ${waiver.reason}`)],
  };
}

/** Writes a waiver. */
export function waiverRow({ id, resource, reason, expiry }: Waiver): Row {
  return row(`${id} for `, code(resource), ` until ${expiry}: ${reason}`);
}

/** Our id of a rule, then those of the same check elsewhere. */
export function idsOf(rule: string, upstream: readonly string[] = []): string {
  return [rule, ...upstream].join(", ");
}
