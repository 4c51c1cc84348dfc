import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";

const stackSchema = z.looseObject({
  resource: z.record(
    z.string(),
    z.record(
      z.string(),
      z.looseObject({
        lifecycle: z.looseObject({ prevent_destroy: z.boolean().optional() }).optional(),
      }),
    ),
  ),
});

/**
 * Whether Terraform refuses to destroy a resource of a synthesised stack.
 *
 * @param directory of the stack
 */
export function protectedIn(directory: string): (address: string) => boolean {
  const text = readFileSync(join(directory, "cdk.tf.json"), "utf8");
  const { resource } = stackSchema.parse(JSON.parse(text));
  return (address) => {
    const [type = "", name = ""] = address.split(".");
    return resource[type]?.[name]?.lifecycle?.prevent_destroy === true;
  };
}
