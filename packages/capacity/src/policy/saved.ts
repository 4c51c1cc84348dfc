import type { EndpointState } from "../observation";
import { type CapacityPrices, idleUsdPerMinute, realTimeUsd, serverlessUsd } from "./prices";

/**
 * Returns the US dollars that a minute cost less than always-on instances; negative if it cost more.
 * Instances are billed from the creation on.
 */
export function savedUsd(
  prices: CapacityPrices,
  requests: number,
  realTime: EndpointState,
): number {
  const alwaysOn = realTimeUsd(prices, requests, 1);
  switch (realTime.status) {
    case "Absent":
    case "Deleting":
    case "Failed":
    case "OutOfService":
      return alwaysOn - serverlessUsd(prices, requests);
    case "Creating":
      return alwaysOn - serverlessUsd(prices, requests) - idleUsdPerMinute(prices);
    default:
      return 0;
  }
}
