/** What text is: by its beginning, for a sentence that helps. */
export type TextName = "HTML" | "XML" | "JSON" | "base64" | "text";

/** What no text has: control characters other than tab, line feed, form feed and carriage return. */
const binary = /(?![\t\n\f\r])\p{Cc}/u;

/** Every pattern is linear in the text: a caller chooses it. */
const rows: readonly (readonly [TextName, RegExp])[] = [
  ["HTML", /^\s*<(!doctype html|html|head|body|title|script|style|div|table|p|h1|a|b|br)[\s>/]/i],
  ["XML", /^\s*<(\?xml|!doctype)\s/i],
  ["JSON", /^\s*(\{\s*("|\}|$)|\[\s*(["[{\]\d-]|true|false|null|$))/],
  ["base64", /^(data:[^,\s]*;base64,)?(\/9j\/|iVBORw0KGgo|UklGR)/],
];

/** Returns what text bytes are by how they begin; `undefined` if they are not text, or there are none. */
export function textName(head: Buffer): TextName | undefined {
  const text = readText(head);
  if (text === undefined || text === "") return undefined;
  const bare = text.replace(/^\uFEFF/, "").replaceAll(/<!--[\s\S]*?-->/g, "");
  return rows.find(([, pattern]) => pattern.test(bare))?.[0] ?? "text";
}

/** The text that bytes are in UTF-8, of which the last character may be cut; `undefined` if they are not. */
function readText(head: Buffer): string | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(head, {
      stream: true,
    });
    return binary.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}
