// The trained demonstration model, FP32 and INT8, offline and through the real toolkit:
// `npm run bench -- model-accuracy [--demo .pictor/cache/models/<hash>]`. Without --demo it trains, which takes minutes.
import { percent, runPython } from "./model/python.mjs";

const leastAgreement = 0.99;
const events = await runPython(["accuracy", ...process.argv.slice(2)]);
const machine = events.find(({ event }) => event === "machine");
const found = events.filter(({ event }) => event === "accuracy");

console.log(`\n${machine.cores} physical cores, ${machine.sets}`);
for (const { format, pictures, offline, served, served_as_offline, agreement, bytes } of found) {
  console.log(
    `${format}: ${percent(served)} of ${pictures} held-out digits right as served, ${percent(offline)} offline; served as offline ${percent(served_as_offline)}; agrees with fp32 ${percent(agreement)}; artefact ${(bytes / 1e6).toFixed(1)} MB`,
  );
}
const reached = found.every(
  ({ served_as_offline, agreement }) => served_as_offline === 1 && agreement >= leastAgreement,
);
if (!reached) {
  console.error(`served must be as offline, and agree with fp32 in ${percent(leastAgreement)}`);
  process.exitCode = 1;
}
