// Digits in a directory for each class, trained by SageMaker's own toolkit; and five runs killed at a random step and started again:
// `npm run bench -- model-training [--epochs 6]`. Installs the toolkit first, which needs a C compiler.
import { percent, runPython } from "./model/python.mjs";

const leastAccuracy = 0.95;
const mostApart = 1e-6;
const events = await runPython(["training", ...process.argv.slice(2)]);
const [digits] = events.filter(({ event }) => event === "digits");
const killed = events.filter(({ event }) => event === "killed");

console.log(
  `\n${percent(digits.accuracy)} of ${digits.held_out} held-out digits right after ${digits.epochs} epochs on ${digits.training} others, ${digits.seconds} s with the toolkit's start; the artefact built of it answers ${percent(digits.served)} right`,
);
for (const { seed, checkpoint, steps, apart, equal } of killed) {
  console.log(
    `seed ${seed}: killed after the checkpoint of step ${checkpoint} of ${steps}; weights ${equal ? "equal to" : `${apart} from`} the uninterrupted run's`,
  );
}
const reached =
  digits.accuracy >= leastAccuracy &&
  digits.served === digits.accuracy &&
  killed.every(({ apart }) => apart <= mostApart);
if (!reached) {
  console.error(
    `at least ${percent(leastAccuracy)} must be right, as many by the artefact, and killed runs at most ${mostApart} apart`,
  );
  process.exitCode = 1;
}
