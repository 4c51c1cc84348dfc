/** The bytes of a base64 text, or a sentence that says what is wrong with it. */
export type Decoded =
  | { readonly bytes: Buffer /** Media type that a data URL states. */; readonly declared?: string }
  | { readonly problem: string };

/** Longest beginning of a data URL that is looked at for its comma, in characters. */
const longestPrefix = 1024;

/**
 * Decodes base64 as standard libraries write it: RFC 4648 in either alphabet, with or without padding, in lines (MIME,
 * PEM), or as a data URL.
 *
 * @see https://www.rfc-editor.org/rfc/rfc4648
 * @see https://www.rfc-editor.org/rfc/rfc2397
 */
export function decodeBase64(text: string): Decoded {
  if (!/^data:/i.test(text)) return decode(text, {});
  const comma = text.slice(0, longestPrefix).indexOf(",");
  const prefix = text.slice("data:".length, comma);
  if (comma < 0) return { problem: "is a data URL without a comma" };
  if (!/;[ ]*base64[ ]*$/i.test(prefix)) {
    return { problem: "is a data URL that is not base64: 'data:image/png;base64,…' is taken" };
  }
  const [declared = ""] = prefix.split(";", 1);
  return decode(text.slice(comma + 1), { declared: declared.trim().toLowerCase() });
}

function decode(text: string, { declared }: { readonly declared?: string }): Decoded {
  const joined = text.replaceAll(/[\r\n]+/g, "");
  const digits = joined.replace(/={1,2}$/, "");
  const wrong = digits.search(/[^A-Za-z0-9+/_-]/);
  if (wrong >= 0) {
    const character = JSON.stringify(String.fromCodePoint(digits.codePointAt(wrong) ?? 0));
    return { problem: `is not base64: it has ${character} as character ${wrong + 1}` };
  }
  const padded = joined.length > digits.length;
  if (digits.length % 4 === 1 || (padded && joined.length % 4 !== 0)) {
    return { problem: `is not base64: ${joined.length} characters cannot be whole bytes` };
  }
  const bytes = Buffer.from(digits, "base64");
  return { bytes, ...(declared !== undefined && { declared }) };
}
