// Prints the tools that a machine must bring, as JSON; says what is missing or too old.
import { SetUpError } from "./errors.mjs";
import { checkTools } from "./tools.mjs";

try {
  console.log(JSON.stringify(checkTools()));
} catch (error) {
  if (!(error instanceof SetUpError)) throw error;
  console.error(error.message);
  process.exit(1);
}
