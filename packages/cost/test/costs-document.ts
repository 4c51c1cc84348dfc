import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Rows of `docs/costs.md`: the cells of each line of a table, without bold and code marks. */
export const documentRows: readonly (readonly string[])[] = readFileSync(
  join(__dirname, "../../../docs/costs.md"),
  "utf8",
)
  .split("\n")
  .filter((line) => line.startsWith("| "))
  .map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.replaceAll(/[*`]/g, "").trim()),
  );
