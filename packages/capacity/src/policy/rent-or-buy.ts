import { type CapacityRules, metricLagMinutes } from "./policy";

/** Minutes from the last request to the deletion besides `inAfterMinutes`: metrics, warming serverless, the call. */
export const leavingMinutes: number = metricLagMinutes + 3;

/** First minutes of a forecast in which instances must pay; a forecast holds as long after the provisioning. */
export const confirmMinutes = 10;

/** The rules' guarantee for any traffic. */
export interface RentOrBuy {
  /** Whether the cost is at most {@link factor} × the cheaper of always on and serverless only, and one dwell. */
  readonly holds: boolean;
  /** 2, plus the share that wrong forecasts may add. */
  readonly factor: number;
  /** The reason, with the numbers. */
  readonly words: string;
}

/**
 * Returns the bound on the cost that the rules guarantee, if any.
 *
 * Traffic may stop right after a stay on instances began. The stay then wastes the creation, the dwell (or `inAfter`)
 * and the leaving. Serverless had cost as much as instances for `outAfter` before. If `outAfter` is at least as long as
 * the waste, a useless stay at most doubles the bill. In the other direction, a stay lasts until instances have cost
 * the extra that serverless had cost before.
 *
 * Outside the bound: `schedule` and `pin`, which are orders, and the capacity and latency reasons, which are not about
 * money.
 */
export function rentOrBuy(rules: CapacityRules): RentOrBuy {
  const { inAfterMinutes, inBelow, minimumDwellMinutes, outAfterMinutes, provisioningMinutes } =
    rules;
  const dwell = Math.max(inAfterMinutes, minimumDwellMinutes.realTime);
  const waste = provisioningMinutes + dwell + leavingMinutes;
  const before = outAfterMinutes.cost + metricLagMinutes;
  const holds = before >= waste && inBelow >= 0.5;
  const share = wrongForecastShare(rules);
  const factor = 2 + share;
  const sum = `${provisioningMinutes} min creation + ${dwell} min dwell + ${leavingMinutes} min leaving = ${waste} min`;
  return {
    holds,
    factor,
    words: holds
      ? `costs at most ${factor.toFixed(2)} × the cheaper of always on and serverless only: a useless stay (${sum}) is covered by the ${before} min before it${share > 0 ? `; ${share.toFixed(2)} of it is for wrong forecasts` : ""}`
      : `no bound on the cost: a useless stay (${sum}) must be at most outAfterMinutes.cost ${outAfterMinutes.cost} + ${metricLagMinutes} min, and inBelow ${inBelow} at least 0.5`,
  };
}

/**
 * Returns the share of the cheaper bill that wrong forecasts may waste. Each wrong forecast wastes one stay at most. It
 * needs `agree` earlier weeks in which instances paid for the horizon. There is one forecast a horizon at most, and each
 * earlier hour counts in `weeks` forecasts.
 */
function wrongForecastShare(rules: CapacityRules): number {
  const { anticipate, inAfterMinutes, minimumDwellMinutes, provisioningMinutes } = rules;
  if (anticipate === undefined) return 0;
  const dwell = Math.max(inAfterMinutes, minimumDwellMinutes.realTime);
  const waste = provisioningMinutes + confirmMinutes + dwell + leavingMinutes;
  return ((anticipate.weeks / anticipate.agree) * waste) / anticipate.horizonMinutes;
}
