import { createProgram } from "../src";

/** What a `pictor` command prints, with a directory of releases. */
export async function printedBy(words: readonly string[], releases: string): Promise<string> {
  const printed: string[] = [];
  const log = jest.spyOn(console, "log").mockImplementation((text) => void printed.push(text));
  const before = process.env.PICTOR_RELEASES_DIR;
  process.env.PICTOR_RELEASES_DIR = releases;
  try {
    await createProgram().parseAsync(words, { from: "user" });
  } finally {
    log.mockRestore();
    if (before === undefined) delete process.env.PICTOR_RELEASES_DIR;
    else process.env.PICTOR_RELEASES_DIR = before;
  }
  return printed.join("\n");
}
