import { limits } from "@pictor/contracts";
import { atLeastPattern } from "./at-least-pattern";

/** Seconds over which requests of an address are counted. */
const windowSeconds = 300;

/** Most bytes of a request that can hold an image in JSON: base64 makes four of three, and some for the braces. */
export const longestBody: number = Math.ceil(limits.imageBytes / 3) * 4 + 1_024;

/** A group of rules that AWS keeps. */
interface ManagedGroup {
  readonly name: string;
  /** Rules that only count here, and why. */
  readonly counted: Readonly<Record<string, string>>;
}

/**
 * AWS's rules for whatever is on the web. WAF sees the first 16 KB of a body (64 KB at most), so none of them can say
 * much of an image; no list of anonymous addresses, for clients in data centres are who an API is for.
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html (read 2026-11)
 */
const managedGroups: readonly ManagedGroup[] = [
  {
    name: "AWSManagedRulesCommonRuleSet",
    counted: {
      SizeRestrictions_BODY: "blocks bodies above 8 KB, which is nearly every image",
      CrossSiteScripting_BODY:
        "takes the XMP that cameras and editors write into images for markup",
    },
  },
  { name: "AWSManagedRulesKnownBadInputsRuleSet", counted: {} },
  { name: "AWSManagedRulesAmazonIpReputationList", counted: {} },
];

/** A rule of a web ACL, as the provider takes it. */
export type FirewallRule = Readonly<Record<string, unknown>> & {
  readonly name: string;
  readonly priority: number;
};

/**
 * The web ACL's rules, cheapest first.
 *
 * @param requestsPerSecond What one address may send, averaged over five minutes.
 */
export function firewallRules(requestsPerSecond: number): FirewallRule[] {
  const rules = [rate(requestsPerSecond), size(), ...managedGroups.map(managed)];
  return rules.map((rule, priority) => ({
    ...rule,
    priority,
    visibility_config: visibility(rule.name),
  }));
}

/** How a rule's or the web ACL's requests are counted and sampled. */
export function visibility(name: string): object {
  return {
    cloudwatch_metrics_enabled: true,
    metric_name: name,
    // A sample holds a request's headers, the key among them.
    sampled_requests_enabled: false,
  };
}

function rate(requestsPerSecond: number) {
  return {
    name: "RatePerAddress",
    action: { block: {} },
    statement: {
      rate_based_statement: {
        limit: Math.max(10, Math.ceil(requestsPerSecond * windowSeconds)),
        evaluation_window_sec: windowSeconds,
        aggregate_key_type: "IP",
      },
    },
  };
}

function size() {
  return {
    name: "ContentLength",
    action: { block: {} },
    statement: {
      regex_match_statement: {
        regex_string: atLeastPattern(longestBody + 1),
        field_to_match: { single_header: { name: "content-length" } },
        text_transformation: [{ priority: 0, type: "NONE" }],
      },
    },
  };
}

function managed({ name, counted }: ManagedGroup) {
  const overrides = Object.keys(counted).map((rule) => ({
    name: rule,
    action_to_use: { count: {} },
  }));
  return {
    name,
    override_action: { none: {} },
    statement: {
      managed_rule_group_statement: {
        vendor_name: "AWS",
        name,
        ...(overrides.length > 0 && { rule_action_override: overrides }),
      },
    },
  };
}
