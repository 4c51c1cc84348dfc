import { readFileSync } from "node:fs";

/** A block of commands as the page shows it: what an operator types before reading on. */
export interface Block {
  /** Heading of the section. */
  readonly section: string;
  readonly commands: readonly string[];
}

/** The blocks of commands in a Markdown page, in their order. */
export function readBlocks(file: string): readonly Block[] {
  const blocks: Block[] = [];
  let section = "";
  let commands: string[] | undefined;
  for (const line of readFileSync(file, "utf8").split("\n")) {
    if (commands !== undefined) {
      if (line === "```") {
        blocks.push({ section, commands });
        commands = undefined;
      } else if (line.startsWith("$ ")) commands.push(line.slice(2));
      else throw new Error(`${file} shows an output, which nobody compares: ${line}`);
    } else if (line === "```console") commands = [];
    else if (line.startsWith("#")) section = line.replace(/^#+ /, "");
  }
  return blocks;
}
