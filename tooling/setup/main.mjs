// Set-up as a command of its own. `npm start`, `npm test` and the others do the same before anything else.
import { setUp } from "./set-up.mjs";

await setUp();
console.log("set up: everything is in place");
