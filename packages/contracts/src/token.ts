/** Upper 16 bits of a double in which CDKTF stores the number of a token: of a single number, of a list's item. */
const numberMarkers: readonly number[] = [0xfdff, 0xfbff];

/**
 * Whether CDKTF replaces `value`, or a part of it, by an expression that only Terraform evaluates: a variable, or an
 * attribute of a resource. Such a value can be handed on. It cannot be calculated with, compared or printed.
 *
 * Goes by CDKTF's encoding and not by its class `Token`: data packages do not import cdktf, and an app may hold two
 * copies of it (a fork beside the original).
 *
 * @see https://github.com/hashicorp/terraform-cdk/blob/main/packages/cdktf/lib/tokens/private/encoding.ts
 */
export function isToken(value: unknown): boolean {
  if (typeof value === "string") return /[$#&]\{/.test(value);
  if (typeof value === "number") return numberMarkers.includes(upperBits(value));
  if (Array.isArray(value)) return value.some(isToken);
  return (
    typeof value === "object" &&
    value !== null &&
    "resolve" in value &&
    typeof value.resolve === "function"
  );
}

function upperBits(value: number): number {
  const bytes = new DataView(new ArrayBuffer(8));
  bytes.setFloat64(0, value);
  return bytes.getUint16(0);
}

/**
 * Problems of props that code calculates with, or that make part of a name: each must be a literal, and what is in it;
 * empty if valid.
 */
export function literalProblems(
  props: Readonly<Record<string, unknown>>,
  reason: string,
): string[] {
  return Object.entries(props).flatMap(([name, value]) => {
    if (isToken(value)) return [`${name} must be a literal, got a token: ${reason}`];
    if (typeof value !== "object" || value === null) return [];
    const inner = Object.entries(value).map(([key, item]) => [
      Array.isArray(value) ? `${name}[${key}]` : `${name}.${key}`,
      item,
    ]);
    return literalProblems(Object.fromEntries(inner), reason);
  });
}

/** `value` for a message: quoted, or the word `a token` instead of CDKTF's encoding. */
export function printed(value: unknown): string {
  if (isToken(value)) return "a token";
  return typeof value === "string" ? `'${value}'` : String(value);
}
