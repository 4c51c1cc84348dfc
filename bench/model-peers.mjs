// Inferences a second of our engines and OpenVINO beside eager PyTorch, in process, on the same pixels and threads:
// `npm run bench -- model-peers [--rounds 7] [--seconds 2] [--threads 1]`. The first run installs OpenVINO, some 250 MB.
import { median, runPython, spread } from "./model/python.mjs";

const asked = process.argv.slice(2);
const events = await runPython(["peers", ...(asked.length > 0 ? asked : ["--rounds", "7"])]);
const of = (name) => events.filter(({ event }) => event === name);
const [machine] = of("machine");
const [load] = of("load");
const cells = Map.groupBy(of("inferences"), ({ cell }) => cell);
const rate = ({ count, seconds }) => count / seconds;
const baseline = cells.get("fp32 eager").map(rate);

console.log(
  `\n${machine.cores} physical cores, ${machine.sets}; load average ${load.average.toFixed(1)}`,
);
console.log(
  `ResNet50, 224 px, one picture at a time, threads: ${machine.threads}; decoding and HTTP left out`,
);
console.log("ratio: to eager PyTorch in the same round, median (least to most)\n");
for (const { cell, apart } of of("apart")) {
  const rates = cells.get(cell).map(rate);
  const ratios = spread(rates.map((value, round) => value / baseline[round]));
  console.log(
    `${cell.padEnd(18)} ${median(rates).toFixed(1).padStart(6)} /s   ${ratios.padEnd(22)} logits ${apart.toExponential(0)} from eager's`,
  );
}
