import { limits } from "@pictor/contracts";
import { InvalidArgumentError } from "commander";

/** Reads the number of predictions that is wanted. */
export const parseTop: (text: string) => number = parseCount(limits.top.min, limits.top.max);

/** Reads a whole number within bounds. */
export function parseCount(min: number, max: number): (text: string) => number {
  return (text) => {
    const count = Number(text);
    if (/^\d+$/.test(text) && count >= min && count <= max) return count;
    throw new InvalidArgumentError(`must be a whole number from ${min} to ${max}, got '${text}'`);
  };
}
