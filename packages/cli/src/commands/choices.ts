import { unknownName } from "@pictor/contracts";
import { UserError } from "@pictor/terraform";
import { Option } from "commander";

/**
 * Returns an option that takes one of a few values.
 *
 * @param what what the value is called in an error
 * @param values what is allowed; the first is the default
 */
export function choice(
  flags: string,
  description: string,
  what: string,
  values: readonly [string, ...string[]],
): Option {
  const option = new Option(flags, description).choices(values).default(values[0]);
  return option.argParser((text) => oneOf(what, text, values));
}

/**
 * Returns the text if it is among the values.
 *
 * @throws UserError that names the value which was probably meant, and all that are allowed
 */
export function oneOf(what: string, text: string, values: readonly string[]): string {
  if (values.includes(text)) return text;
  throw new UserError(unknownName(what, text, values), {
    hint: `use one of ${values.join(", ")}`,
  });
}
