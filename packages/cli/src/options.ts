import { limits } from "@pictor/contracts";
import { InvalidArgumentError } from "commander";

/** Reads the number of predictions that is wanted. */
export function parseTop(text: string): number {
  const { min, max } = limits.top;
  const top = Number(text);
  if (/^\d+$/.test(text) && top >= min && top <= max) return top;
  throw new InvalidArgumentError(`must be a whole number from ${min} to ${max}, got '${text}'`);
}
