import type { Environment } from "./environment";

/** Columns of a formatted line. */
const width = 100;

const descriptions: Readonly<Record<Environment["capacity"]["kind"], string>> = {
  serverless:
    "Costs nothing while nobody calls. Its container is in no VPC, and may reach the internet.",
  realTime: "Two instances at least, in two zones.",
  adaptive: "Serverless in quiet hours, instances while they pay.",
};

/** Returns the file of an environment, formatted as `npm run format` would. */
export function environmentSource(environment: Environment): string {
  return [
    'import type { Environment } from "../src/environment";',
    "",
    `/** ${descriptions[environment.capacity.kind]} */`,
    // Not the environment's name, which may be a word of the language.
    `export const environment: Environment = ${literal(environment, "", 0)};`,
    "",
  ].join("\n");
}

/**
 * @param indent of the line on which the value begins
 * @param before columns of that line before the value, and after it
 */
function literal(value: unknown, indent: string, before: number): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  if (!Array.isArray(value)) {
    const lines = Object.entries(value).map(
      ([key, one]) => `${inner}${key}: ${literal(one, inner, inner.length + key.length + 3)},`,
    );
    return `{\n${lines.join("\n")}\n${indent}}`;
  }
  const elements = value.map((one) => literal(one, inner, inner.length + 1));
  const line = `[${elements.join(", ")}]`;
  if (!line.includes("\n") && before + line.length <= width) return line;
  return `[\n${elements.map((one) => `${inner}${one},`).join("\n")}\n${indent}]`;
}
