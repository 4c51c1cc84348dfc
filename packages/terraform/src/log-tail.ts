import { readFileSync } from "node:fs";

/** The last lines of a log; none where there is no such file. */
export function logTail(file: string, lines = 20): readonly string[] {
  try {
    const text = readFileSync(file, "utf8").trimEnd();
    return text === "" ? [] : text.split("\n").slice(-lines);
  } catch {
    return [];
  }
}
