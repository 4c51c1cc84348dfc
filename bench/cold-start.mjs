// Start to first prediction of our artefacts against a conventional one, both layouts: `npm run bench -- cold-start [--rounds 3]`.
import { median, runPython, spread } from "./model/python.mjs";

const asked = process.argv.slice(2);
const events = await runPython(["cold-start", ...(asked.length > 0 ? asked : ["--rounds", "3"])]);
const machine = events.find(({ event }) => event === "machine");
const starts = Map.groupBy(
  events.filter(({ event }) => event === "start"),
  ({ cell }) => cell,
);
const layoutOf = (cell) => (cell.endsWith("Ray Serve") ? "eager, Ray Serve" : "eager");
const load = events.find(({ event }) => event === "load");

console.log(
  `\n${machine.cores} physical cores, ${machine.sets}; load average ${load.average.toFixed(1)}`,
);
console.log("eager: as most artefacts are, no warm-up, the server's own number of workers");
console.log("ratio: to it, in the same server and the same round, median (least to most)\n");
for (const [cell, found] of [...starts].sort(([a], [b]) => a.localeCompare(b))) {
  const baseline = starts.get(layoutOf(cell));
  const ratios = found.map(({ seconds }, round) => seconds / baseline[round].seconds);
  const first = median(found.map(({ seconds }) => seconds)).toFixed(1);
  const second = (median(found.map((start) => start.second)) * 1000).toFixed(0);
  console.log(
    `${cell.padEnd(26)} first answer ${first.padStart(5)} s   second ${second.padStart(5)} ms   ${spread(ratios, 2)}`,
  );
}
