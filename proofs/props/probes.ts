import { type TerraformVariable, Token } from "cdktf";
import type { Leaf } from "./prop-paths";

/** A value to put in a leaf's place. */
export interface Probe {
  readonly name: string;
  readonly value: unknown;
  /**
   * - `unusable`: nothing can be computed from it, so it is handed on as it is, or refused.
   * - `unusual`: a value that may be right; what is computed from it is stated in `exceptions.ts`.
   * - `allowed`: another value of the type, about which only crashes and nonsense are noticed.
   */
  readonly expectation: "unusable" | "unusual" | "allowed";
}

/** What is tried in a leaf's place instead of a valid value. */
export function probesOf(leaf: Leaf, value: unknown, variable: TerraformVariable): Probe[] {
  return [
    ...byKind(leaf, value, variable),
    ...(leaf.optional
      ? [{ name: "left out", value: undefined, expectation: "allowed" } as const]
      : []),
  ];
}

function byKind(leaf: Leaf, value: unknown, variable: TerraformVariable): Probe[] {
  const unusable = (name: string, probe: unknown): Probe => ({
    name,
    value: probe,
    expectation: "unusable",
  });
  switch (leaf.type.kind) {
    case "number":
      return [
        unusable("a number token", variable.numberValue),
        unusable("a negative number", -Math.abs(Number(value)) - 1),
        unusable("NaN", Number.NaN),
        unusable("Infinity", Number.POSITIVE_INFINITY),
        { name: "a fraction", value: Number(value) + 0.25, expectation: "unusual" },
        { name: "0", value: 0, expectation: "unusual" },
      ];
    case "string":
      return [unusable("a string token", variable.stringValue), unusable("an empty string", "")];
    case "word":
      return [
        unusable("a string token", variable.stringValue),
        unusable("an unknown word", typeof value === "number" ? 999_983 : "no-such-word"),
      ];
    case "boolean":
      return [{ name: "the other boolean", value: !value, expectation: "allowed" }];
    case "list":
      return [
        unusable("a list token", listToken(value, variable)),
        { name: "an empty list", value: [], expectation: "allowed" },
        { name: "an item twice", value: twice(value), expectation: "allowed" },
      ];
    case "record":
      return [{ name: "an empty record", value: {}, expectation: "allowed" }];
  }
}

function listToken(value: unknown, variable: TerraformVariable): unknown {
  const [first] = value as readonly unknown[];
  return typeof first === "number" ? Token.asNumberList(variable) : variable.listValue;
}

function twice(value: unknown): unknown {
  const items = value as readonly unknown[];
  return items.length === 0 ? [] : [...items, items[0]];
}
