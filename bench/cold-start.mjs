// Start to first prediction of our artefacts against a conventional one, both layouts: `npm run bench -- cold-start [--rounds 3]`.
import { median, runPython, spread } from "./model/python.mjs";

const asked = process.argv.slice(2);
const events = await runPython(["cold-start", ...(asked.length > 0 ? asked : ["--rounds", "3"])]);
const machine = events.find(({ event }) => event === "machine");
const starts = Map.groupBy(
  events.filter(({ event }) => event === "start"),
  ({ cell }) => cell,
);
const baseline = starts.get("eager").map(({ seconds }) => seconds);

console.log(`\n${machine.cores} physical cores, ${machine.sets}`);
console.log(
  "eager: no warm-up, default workers; ratio: to it in the same round, median (least to most)\n",
);
for (const [cell, found] of [...starts].sort(([a], [b]) => a.localeCompare(b))) {
  const seconds = found.map((start) => start.seconds);
  const second = median(found.map((start) => start.second)) * 1000;
  console.log(
    `${cell.padEnd(26)} first answer ${median(seconds).toFixed(1).padStart(5)} s   second ${second.toFixed(0).padStart(5)} ms   ${spread(seconds.map((value, round) => value / baseline[round]))}`,
  );
}
