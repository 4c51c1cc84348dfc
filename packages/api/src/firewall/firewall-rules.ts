import type { Wafv2WebAclRule } from "@cdktf/provider-aws/lib/wafv2-web-acl";
import { limits } from "@pictor/contracts";
import { atLeastPattern } from "./at-least-pattern";

/** Seconds over which requests of an address are counted. */
const windowSeconds = 300;

/**
 * Requests that a rate-based rule can count to.
 * @see https://docs.aws.amazon.com/waf/latest/APIReference/API_RateBasedStatement.html (read 2026-11)
 */
const leastLimit = 10;
const mostLimit = 2_000_000_000;

/** Requests a second that one address can be limited to at most. */
export const mostRequestsPerSecond: number = Math.floor(mostLimit / windowSeconds);

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

/** A rule of your own. `action`, `overrideAction` and `statement` are Terraform's; so are the names in `statement`. */
export interface FirewallRule
  extends Pick<Wafv2WebAclRule, "action" | "overrideAction" | "statement"> {
  /** Name of the rule and of its metric, unlike every other's: 1 to 128 letters, digits, hyphens, underscores. */
  readonly name: string;
  /**
   * Whether it is asked before the firewall's five rules or after them. Rules of one place are asked in their order.
   *
   * @default "last"
   */
  readonly place?: "first" | "last";
}

/** A rule before its place and its metric are known. */
type Unplaced = Omit<Wafv2WebAclRule, "priority" | "visibilityConfig">;

/** Names of the firewall's own rules. */
export const ownRuleNames: readonly string[] = [
  "RatePerAddress",
  "ContentLength",
  ...managedGroups.map(({ name }) => name),
];

/**
 * The web ACL's rules, its own cheapest first.
 *
 * @param requestsPerSecond What one address may send, averaged over five minutes.
 * @param additional Rules of the user's own, before and after these.
 */
export function firewallRules(
  requestsPerSecond: number,
  additional: readonly FirewallRule[] = [],
): Wafv2WebAclRule[] {
  const at = (wanted: FirewallRule["place"]): Unplaced[] =>
    additional
      .filter(({ place = "last" }) => place === wanted)
      .map(({ place: _, ...rule }) => rule);
  const own = [rate(requestsPerSecond), size(), ...managedGroups.map(managed)];
  return [...at("first"), ...own, ...at("last")].map((rule, priority) => ({
    ...rule,
    priority,
    visibilityConfig: visibility(rule.name),
  }));
}

/** How a rule's or the web ACL's requests are counted and sampled. */
export function visibility(name: string): Wafv2WebAclRule["visibilityConfig"] {
  return {
    cloudwatchMetricsEnabled: true,
    metricName: name,
    // A sample holds a request's headers, the key among them.
    sampledRequestsEnabled: false,
  };
}

function rate(requestsPerSecond: number): Unplaced {
  return {
    name: "RatePerAddress",
    action: { block: {} },
    statement: {
      rate_based_statement: {
        limit: Math.max(leastLimit, Math.ceil(requestsPerSecond * windowSeconds)),
        evaluation_window_sec: windowSeconds,
        aggregate_key_type: "IP",
      },
    },
  };
}

function size(): Unplaced {
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

function managed({ name, counted }: ManagedGroup): Unplaced {
  const overrides = Object.keys(counted).map((rule) => ({
    name: rule,
    action_to_use: { count: {} },
  }));
  return {
    name,
    overrideAction: { none: {} },
    statement: {
      managed_rule_group_statement: {
        vendor_name: "AWS",
        name,
        ...(overrides.length > 0 && { rule_action_override: overrides }),
      },
    },
  };
}
