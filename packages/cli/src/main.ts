#!/usr/bin/env node
import { overview } from "./commands/overview";
import { createProgram } from "./program";
import { reportFailure } from "./run/failure";

async function main(words: readonly string[]): Promise<void> {
  if (words.length === 0) console.log(await overview());
  else await createProgram().parseAsync([...words], { from: "user" });
}

main(process.argv.slice(2)).catch((error: unknown) => reportFailure(error, process.argv));
