const index = /\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g;

/** An address without its indices, as the configuration has it. */
export function configuredAddress(address: string): string {
  return address.includes("[") ? address.replaceAll(index, "") : address;
}

/** The indices of an address in one text; empty if it has none. */
export function indicesOf(address: string): string {
  return address.includes("[") ? (address.match(index) ?? []).join("") : "";
}
