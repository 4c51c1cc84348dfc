// Time of one core that the slowest pictures take which the limits allow: `npm run bench -- decode [--rounds 5]`.
import { median, runPython } from "./model/python.mjs";

/** What a picture may take of a worker before its network runs, in seconds. */
const limit = 0.5;
const events = await runPython(["decode", ...process.argv.slice(2)]);
const machine = events.find(({ event }) => event === "machine");
const found = events.filter(({ event }) => event === "decode");

console.log(`\n${machine.sets}; seconds of one core, median of the rounds, and over ${limit} s`);
for (const { format, kind, pixels, bytes, seconds } of found) {
  const size = `${(pixels / 1e6).toFixed(1)} million pixels, ${(bytes / 1e3).toFixed(0)} kB`;
  console.log(`  ${format}, ${kind} (${size}): ${median(seconds).toFixed(3)} s`);
}
for (const format of new Set(found.map((each) => each.format))) {
  const slowest = Math.max(
    ...found.filter((each) => each.format === format).map(({ seconds }) => median(seconds)),
  );
  console.log(`${format}: ${slowest.toFixed(3)} s, ${(slowest / limit).toFixed(2)} of ${limit} s`);
  if (slowest > limit) {
    console.error(`a ${format} within the limits takes longer than ${limit} s`);
    process.exitCode = 1;
  }
}
