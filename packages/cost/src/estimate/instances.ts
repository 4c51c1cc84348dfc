import { hourlyShares } from "../scenario/shape";
import { hoursPerMonth, type Traffic } from "../scenario/traffic";

/** Share of its throughput at which autoscaling keeps an instance: AWS's own first value. */
export const scalingShare = 0.5;

/**
 * Returns how many instances autoscaling keeps on average of the week: in each hour as many as carry its requests at
 * half of their throughput, within the bounds.
 *
 * @param rps requests a second that one instance carries
 */
export function expectedInstances(
  traffic: Traffic,
  rps: number,
  bounds: { readonly min: number; readonly max: number },
): number {
  const shares = hourlyShares(traffic.shape);
  const secondsOfHour = (hoursPerMonth / shares.length) * 3600;
  const counts = shares.map((share) => {
    const rate = (traffic.requestsPerMonth * share) / secondsOfHour;
    return Math.min(bounds.max, Math.max(bounds.min, Math.ceil(rate / (rps * scalingShare))));
  });
  return counts.reduce((sum, count) => sum + count, 0) / counts.length;
}
