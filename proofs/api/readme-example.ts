import { readFileSync } from "node:fs";
import { join } from "node:path";

const readme = readFileSync(join(__dirname, "..", "..", "packages", "api", "README.md"), "utf8");

/** The API's README's example of a client in a language: the fence that holds `containing`. */
export function clientExample(language: string, containing: string): string {
  const fences = [...readme.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)];
  const [found, ...more] = fences.filter(
    ([, of, text]) => of === language && text?.includes(containing),
  );
  if (found?.[2] === undefined || more.length > 0) {
    throw new Error(`the README has not exactly one ${language} example with '${containing}'`);
  }
  return found[2];
}
