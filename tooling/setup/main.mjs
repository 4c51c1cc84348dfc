// Set-up as a command of its own. `npm start`, `npm test` and the others do the same before anything else.
import { trainingEnvironment } from "./python.mjs";
import { setUp } from "./set-up.mjs";

const words = process.argv.slice(2);
if (words.some((word) => word !== "--training")) {
  console.error(
    `there is no option '${words.join(" ")}': 'npm run setup' takes none, or '--training' for what training in the local AWS needs`,
  );
  process.exit(2);
}
await setUp(words.includes("--training") ? [trainingEnvironment] : []);
console.log("set up: everything is in place");
