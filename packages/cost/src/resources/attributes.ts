import { type Attributes, unknownValue } from "./resource";

/** Thrown where a value decides about money and is not known: it is named, and never guessed. */
export class UnknownAttribute extends Error {
  public constructor(public readonly attribute: string) {
    super(`${attribute} is known only after apply`);
  }
}

/**
 * Returns the blocks of a name, none if there are none: synthesised stacks write a single block without a list, plans
 * and states always with one.
 *
 * @throws UnknownAttribute
 */
export function blocks(values: Attributes, name: string): readonly Attributes[] {
  const value = known(values, name);
  if (Array.isArray(value)) {
    return value.map((item) => {
      if (item === unknownValue) throw new UnknownAttribute(name);
      return item as Attributes;
    });
  }
  return isRecord(value) ? [value] : [];
}

/** Returns the first block of a name. */
export function block(values: Attributes, name: string): Attributes | undefined {
  return blocks(values, name)[0];
}

/**
 * Returns a number.
 *
 * @throws UnknownAttribute, also where it is missing and there is no fallback
 */
export function numberOf(values: Attributes, name: string, fallback?: number): number {
  const value = known(values, name);
  if (value === undefined || value === null || value === "") {
    if (fallback === undefined) throw new UnknownAttribute(name);
    return fallback;
  }
  const number = Number(value);
  if (Number.isNaN(number)) throw new UnknownAttribute(name);
  return number;
}

/**
 * Returns a text; undefined if it is missing.
 *
 * @throws UnknownAttribute
 */
export function textOf(values: Attributes, name: string): string | undefined {
  const value = known(values, name);
  if (typeof value !== "string" || value === "") return undefined;
  if (isReference(value)) throw new UnknownAttribute(name);
  return value;
}

/** Returns whether a switch is on. */
export function isOn(values: Attributes, name: string): boolean {
  const value = known(values, name);
  return value === true || value === "true";
}

/** Returns a list, whose items may be references. */
export function listOf(values: Attributes, name: string): readonly unknown[] | undefined {
  const value = known(values, name);
  return Array.isArray(value) ? value : undefined;
}

/** Whether a text is an expression of Terraform that a synthesised stack holds in place of a value. */
export function isReference(text: string): boolean {
  return text.includes("${");
}

/** Whether a value is an object, and no list. */
export function isRecord(value: unknown): value is Attributes {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function known(values: Attributes, name: string): unknown {
  const value = values[name];
  if (value === unknownValue) throw new UnknownAttribute(name);
  return value;
}
