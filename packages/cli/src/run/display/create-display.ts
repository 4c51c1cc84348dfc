import type { Display } from "./display";
import { JsonDisplay } from "./json-display";
import { TextDisplay } from "./text-display";

/** The display that a command's options ask for. */
export function createDisplay(options: { readonly json?: true; readonly verbose?: true }): Display {
  return options.json
    ? new JsonDisplay(process.stdout)
    : new TextDisplay(process.stdout, { everything: options.verbose === true });
}
