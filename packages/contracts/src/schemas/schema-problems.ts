import type * as z from "zod";
import { printed } from "../token";

/** Problems of a prop's value, each with the path of the field and the value given; empty if the schema accepts it. */
export function schemaProblems(prop: string, value: unknown, schema: z.ZodType): string[] {
  const issues = schema.safeParse(value).error?.issues ?? [];
  return issues.map(({ path, message }) => {
    // Where the type is wrong, the message already says what was received.
    const held = message.includes("received") ? "" : given(value, path);
    return `${placed(prop, path)}: ${message}${held}`;
  });
}

/** A path as code writes it: `manifest.live.calibration[0].rps`. */
function placed(prop: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (at, key) => at + (typeof key === "number" ? `[${key}]` : `.${String(key)}`),
    prop,
  );
}

/** The value that a message is about, where that is one value. */
function given(value: unknown, path: readonly PropertyKey[]): string {
  const held = path.reduce<unknown>(
    (at, key) => (typeof at === "object" && at !== null ? Reflect.get(at, key) : undefined),
    value,
  );
  return typeof held === "object" || held === undefined ? "" : `, got ${printed(held)}`;
}
