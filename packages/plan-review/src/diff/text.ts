import type { Path } from "../plan/change";

/** Length beyond which a value is cut: a review is read, a file is looked up. */
const longest = 4000;

/** Writes a path: `rules[0].name`; a step that is written `[…]` already stays. */
export function pathText(path: Path): string {
  return path
    .map((step, index) => {
      if (typeof step === "number") return `[${step}]`;
      if (/^\[.*\]$/s.test(step)) return step;
      if (step === "(json)") return step;
      const isName = /^[A-Za-z_][\w-]*$/.test(step);
      if (!isName) return `[${JSON.stringify(step)}]`;
      return index === 0 ? step : `.${step}`;
    })
    .join("");
}

/** Writes a value: text in quotation marks, everything else as JSON. */
export function valueText(value: unknown): string {
  const text = JSON.stringify(value) ?? "null";
  if (text.length <= longest) return text;
  return `${text.slice(0, longest)}… (${text.length - longest} more characters)`;
}
