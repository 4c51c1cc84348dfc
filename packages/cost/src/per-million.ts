/**
 * What a million images cost on an instance that classifies all the time: an estimate, since no endpoint is always busy.
 *
 * @param usdPerHour - the instance's price
 * @param imagesPerSecond - what it classifies, more than 0
 * @param share - how much of the time it is busy, above 0 to 1
 */
export function usdPerMillion(usdPerHour: number, imagesPerSecond: number, share = 1): number {
  if (!(imagesPerSecond > 0)) {
    throw new Error(`'imagesPerSecond' must be more than 0, got ${imagesPerSecond}`);
  }
  if (!(share > 0 && share <= 1)) {
    throw new Error(`'share' must be above 0 and at most 1, got ${share}`);
  }
  const secondsPerMillion = 1e6 / (imagesPerSecond * share);
  return (usdPerHour / 3600) * secondsPerMillion;
}
