#!/usr/bin/env node
import { complete } from "./commands/completion";
import { overview } from "./commands/overview";
import { createProgram } from "./program";
import { reportFailure } from "./run/failure";

async function main(words: readonly string[]): Promise<void> {
  const [first, ...others] = words;
  if (first === undefined) console.log(await overview());
  else if (first === "complete") await complete(createProgram(), others);
  else await createProgram().parseAsync([...words], { from: "user" });
}

main(process.argv.slice(2)).catch((error: unknown) => reportFailure(error, process.argv));
