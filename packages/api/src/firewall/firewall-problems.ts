import {
  encryptionKeyProblems,
  isToken,
  literalProblems,
  placeProblems,
  printed,
  retentionProblems,
  wordProblems,
} from "@pictor/contracts";
import type { IConstruct } from "constructs";
import { apiNameProblems } from "../api-name";
import type { ApiFirewall, ApiFirewallProps } from "./api-firewall";
import { type FirewallRule, mostRequestsPerSecond, ownRuleNames } from "./firewall-rules";

/** Constructs that state the problems of their firewall's props themselves, in the words of their own props. */
export const stateTheirFirewalls: WeakSet<IConstruct> = new WeakSet();

/** Problems of a firewall's props and of the rules that were added to it; empty if valid. */
export function firewallProblems(firewall: ApiFirewall, props: ApiFirewallProps): string[] {
  const { scope } = firewall.node;
  return [
    ...(scope !== undefined && stateTheirFirewalls.has(scope) ? [] : propsProblems(props)),
    ...ruleProblems(firewall),
  ];
}

function propsProblems(props: ApiFirewallProps): string[] {
  return [
    ...placeProblems({ region: props.region }),
    ...apiNameProblems(props.name),
    ...addressLimitProblems("requestsPerSecondPerAddress", props.requestsPerSecondPerAddress),
    ...additionalRuleProblems("additionalRules", props.additionalRules),
    ...encryptionKeyProblems(props.encryptionKey),
    ...retentionProblems(props.logRetentionDays),
  ];
}

/** Problems of the limit for a single address; empty if it is valid. */
export function addressLimitProblems(prop: string, requestsPerSecond: number): string[] {
  if (isToken(requestsPerSecond)) {
    return literalProblems(
      { [prop]: requestsPerSecond },
      "the firewall's limit is computed from it",
    );
  }
  return requestsPerSecond > 0 && requestsPerSecond <= mostRequestsPerSecond
    ? []
    : [
        `${prop} must be a number above 0, at most ${mostRequestsPerSecond}, got ${printed(requestsPerSecond)}`,
      ];
}

/** Problems of rules of the user's own; empty if they are valid. */
export function additionalRuleProblems(
  prop: string,
  rules: readonly FirewallRule[] = [],
): string[] {
  const names = [...ownRuleNames, ...rules.map(({ name }) => name)];
  return rules.flatMap(({ name, action, overrideAction, place }, index) => [
    ...(isToken(name)
      ? literalProblems({ [`${prop}[${index}].name`]: name }, "names of rules are compared")
      : /^[A-Za-z0-9_-]{1,128}$/.test(name)
        ? []
        : [
            `${prop}[${index}].name is ${printed(name)}, it must be 1 to 128 letters, digits, hyphens and underscores`,
          ]),
    ...(isToken(name) || names.indexOf(name) === ownRuleNames.length + index
      ? []
      : [`${prop}[${index}].name is ${printed(name)}, which another rule of the web ACL has`]),
    ...((action === undefined) === (overrideAction === undefined)
      ? [
          `${prop}[${index}] must have action, or overrideAction where its statement names a group of rules, and not both`,
        ]
      : []),
    ...(place === undefined ? [] : wordProblems(`${prop}[${index}].place`, place, places)),
  ]);
}

const places = ["first", "last"];

/** An override of `rule.<index>` adds a rule only at the end: further on it leaves a gap, which Terraform cannot read. */
function ruleProblems({ resource }: ApiFirewall): string[] {
  const [web] = Object.values<{ readonly rule?: unknown }>(
    resource.toTerraform().resource?.[resource.terraformResourceType] ?? {},
  );
  const rules: unknown = web?.rule;
  if (!Array.isArray(rules)) return [];
  const gap = Array.from(rules).indexOf(undefined);
  return gap === -1
    ? []
    : [
        `the web ACL has rule.${rules.length - 1}, but no rule.${gap}: add the next rule by addOverride("rule.${gap}", …)`,
      ];
}
