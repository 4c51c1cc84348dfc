import type { Synthesised } from "@pictor/testing";

/** Addresses of the resources that exist before one is created, and are destroyed after it: all that it leads to. */
export function waitsFor(stack: Synthesised, address: string): readonly string[] {
  const { data = {}, resource = {} } = JSON.parse(stack.text());
  const bodies = new Map<string, string>();
  for (const [prefix, types] of [
    ["", resource],
    ["data.", data],
  ] as const) {
    for (const [type, named] of Object.entries<Record<string, object>>(types)) {
      for (const [name, body] of Object.entries(named)) {
        const { "//": _, ...attributes } = body as Record<string, unknown>;
        bodies.set(`${prefix}${type}.${name}`, JSON.stringify(attributes));
      }
    }
  }
  const reached = new Set<string>();
  const visit = (from: string): void => {
    const text = bodies.get(from) ?? "";
    for (const to of bodies.keys()) {
      const isNamed = new RegExp(`(?<![\\w.-])${to.replaceAll(".", "\\.")}(?![\\w-])`).test(text);
      if (!isNamed || reached.has(to) || to === from) continue;
      reached.add(to);
      visit(to);
    }
  };
  visit(address);
  return [...reached];
}
