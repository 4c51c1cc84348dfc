import { isRecord } from "./attributes";
import { type Attributes, unknownValue } from "./resource";

/** Puts {@link unknownValue} wherever a plan's `after_unknown` says that only the apply finds out. */
export function blend(values: Attributes, unknown: unknown): Attributes {
  return blended(values, unknown) as Attributes;
}

function blended(value: unknown, unknown: unknown): unknown {
  if (unknown === true) return unknownValue;
  if (Array.isArray(unknown)) {
    const items = Array.isArray(value) ? value : [];
    const length = Math.max(items.length, unknown.length);
    return Array.from({ length }, (_, index) => blended(items[index], unknown[index]));
  }
  if (!isRecord(unknown)) return value;
  const fields = isRecord(value) ? value : {};
  const added = Object.entries(unknown).map(([name, deeper]) => [
    name,
    blended(fields[name], deeper),
  ]);
  return { ...fields, ...Object.fromEntries(added) };
}
