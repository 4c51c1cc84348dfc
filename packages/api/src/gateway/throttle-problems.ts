import { isToken, printed } from "@pictor/contracts";
import { addressLimitProblems } from "../firewall/firewall-problems";
import { mostRequestsPerSecond } from "../firewall/firewall-rules";
import type { Throttle } from "./auth";

/** What limits an API's requests. */
export interface RequestLimits {
  readonly throttle: Throttle;
  /** Whether a firewall counts the requests of each address; then its limit, if it has one of its own. */
  readonly firewall:
    | { readonly kind: "off" }
    | { readonly kind: "on"; readonly requestsPerSecondPerAddress?: number };
}

/** Problems of an API's limits; empty if valid. A token is valid where nothing is computed from it. */
export function throttleProblems({ throttle, firewall }: RequestLimits): string[] {
  return [
    ...tokenBucketProblems("throttle", throttle),
    ...(firewall.kind === "on" ? firewallProblems(throttle, firewall) : []),
  ];
}

/** Problems of a token bucket; empty if valid. `name` begins the names of its fields. */
export function tokenBucketProblems(name: string, { rate, burst }: Throttle): string[] {
  return [
    ...positive(`${name}.rate`, rate),
    ...(isToken(burst) || (Number.isInteger(burst) && burst > 0 && burst < 2 ** 31)
      ? []
      : [`${name}.burst must be a whole number above 0, got ${printed(burst)}`]),
  ];
}

function firewallProblems(
  { rate }: Throttle,
  { requestsPerSecondPerAddress: own }: { readonly requestsPerSecondPerAddress?: number },
): string[] {
  const name = "firewall.requestsPerSecondPerAddress";
  if (own !== undefined) return addressLimitProblems(name, own);
  if (isToken(rate)) {
    return [
      `throttle.rate is a token, from which the firewall's limit cannot be computed: give ${name} as a literal`,
    ];
  }
  return rate > mostRequestsPerSecond
    ? [
        `throttle.rate is ${rate}, more than the ${mostRequestsPerSecond} that the firewall can count for one address: give ${name}, or firewall: { kind: "off" }`,
      ]
    : [];
}

function positive(name: string, value: number): string[] {
  return isToken(value) || (Number.isFinite(value) && value > 0)
    ? []
    : [`${name} must be a number above 0, got ${printed(value)}`];
}
