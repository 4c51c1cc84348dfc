/** A generator of pseudo-random numbers from 0 to below 1 (mulberry32). */
export type Random = () => number;

/** Returns a generator: the same seed gives the same numbers on every machine. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Mean above which a normal distribution replaces the Poisson distribution. */
const large = 30;

/** Returns a Poisson-distributed number of events with this mean. */
export function poisson(mean: number, random: Random): number {
  if (mean > large) {
    const angle = 2 * Math.PI * random();
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(angle);
    return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal));
  }
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > limit; product *= random()) count += 1;
  return count;
}
