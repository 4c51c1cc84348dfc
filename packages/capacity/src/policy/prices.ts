/** Prices and throughput of both ways to compute, all from `@pictor/cost` and the release's calibration. */
export interface CapacityPrices {
  /** US dollars of a request on serverless, compute and data. */
  readonly serverlessUsdPerRequest: number;
  /** US dollars of a request on instances: data. */
  readonly realTimeUsdPerRequest: number;
  /** US dollars of one instance for an hour, its disk included. */
  readonly instanceUsdPerHour: number;
  /** Requests a second up to which autoscaling loads one instance. */
  readonly plannedRps: number;
  /** Throughput of one instance, requests a second. */
  readonly throughputRps: number;
  /** Fewest instances, 1 or more. */
  readonly minInstances: number;
  /** Most instances, `minInstances` or more. */
  readonly maxInstances: number;
}

/** Returns the instances that a rate needs, within the bounds. */
export function instancesAt(prices: CapacityPrices, rps: number): number {
  const needed = Math.ceil(rps / prices.plannedRps);
  return Math.min(prices.maxInstances, Math.max(prices.minInstances, needed));
}

/** Returns the US dollars of requests on serverless. */
export function serverlessUsd(prices: CapacityPrices, requests: number): number {
  return requests * prices.serverlessUsdPerRequest;
}

/**
 * Returns the US dollars of some minutes on as many instances as the requests need. Requests above the throughput of
 * the most instances go to serverless and cost what serverless costs.
 */
export function realTimeUsd(prices: CapacityPrices, requests: number, minutes: number): number {
  const seconds = minutes * 60;
  // A shortcut for speed: a simulated year calls this 20 million times, mostly with the fewest instances.
  if (requests <= prices.minInstances * prices.plannedRps * seconds) {
    return idleUsdPerMinute(prices) * minutes + requests * prices.realTimeUsdPerRequest;
  }
  const instances = instancesAt(prices, requests / seconds);
  const answered = Math.min(requests, instances * prices.throughputRps * seconds);
  return (
    (instances * prices.instanceUsdPerHour * minutes) / 60 +
    answered * prices.realTimeUsdPerRequest +
    serverlessUsd(prices, requests - answered)
  );
}

/** Returns the US dollars of the fewest instances for a minute. */
export function idleUsdPerMinute(prices: CapacityPrices): number {
  return (prices.minInstances * prices.instanceUsdPerHour) / 60;
}
