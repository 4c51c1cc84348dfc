// The demonstration model built and loaded by the torch 2.6 of AWS's container and by ours, in both formats:
// `npm run bench -- model-torch [--demo .pictor/cache/models/<hash>]`. Installs that torch first: 0.2 GB as a CPU build, 4 GB as
// PyPI's for Linux on x64. Without --demo it trains, which takes minutes.
import { percent, runPython } from "./model/python.mjs";

const leastAgreement = 0.99;
const events = await runPython(["container-torch", ...process.argv.slice(2)]);
const of = (name) => events.filter(({ event }) => event === name);
const [machine] = of("machine");
const torches = Object.fromEntries(of("torch").map((found) => [found.name, found]));
const name = (which) => `torch ${torches[which].torch}, Python ${torches[which].python}`;

console.log(`\n${machine.cores} physical cores, ${machine.sets}`);
console.log(
  "agreement: share of the held-out digits that get the class of FP32 by our own torch\n",
);
for (const { format, built, loaded, engine, pictures, accuracy, agreement } of of("pair")) {
  console.log(
    `${format}  built by ${name(built)}; loaded by ${name(loaded)}, served by ${engine}: ${percent(accuracy)} of ${pictures} right, agreement ${percent(agreement)}`,
  );
}
const wanted = { fp32: 1, int8: leastAgreement };
if (of("pair").some(({ format, agreement }) => agreement < wanted[format])) {
  console.error(`FP32 must agree in all, INT8 in ${percent(leastAgreement)}`);
  process.exitCode = 1;
}
