import { UserError } from "@pictor/terraform";
import type { Command } from "commander";
import { oneOf } from "./choices";
import { parseEnvironment } from "./environments";

/** Options of the command as commander hands them over. */
export interface CapacityOptions {
  readonly pin?: string;
  readonly unpin?: true;
  readonly retry?: true;
  readonly local?: true;
  readonly json?: true;
}

const modes = ["realTime", "serverless"] as const;

export function addCapacity(program: Command): void {
  program
    .command("capacity")
    .summary(
      "show which endpoint of an adaptive environment serves and why; pin the mode, allow a retry",
    )
    .description(
      "Shows the mode, since when and why, the rate from which each reason to be on instances holds, both endpoints, and the last ten decisions. --pin keeps a mode at any traffic; --unpin removes the pin. --retry allows the controller to try a rolled-back release or a failed creation again, and gives up an unfinished destroy. The controller obeys at its next tick, within two minutes. Your AWS_* variables choose the account; --local chooses the local AWS on this machine.",
    )
    .argument("<env>", "environment, for example staging", parseEnvironment)
    .option("--pin <mode>", `stay in a mode: ${modes.join(" or ")}`, (text) =>
      oneOf("mode", text, modes),
    )
    .option("--unpin", "let the controller decide again")
    .option("--retry", "allow a rejected release or failed creation to be tried again")
    .option("--local", "use the local AWS on this machine")
    .option("--json", "write the report as JSON")
    .addHelpText(
      "after",
      "\nExample: pictor capacity staging\n         pictor capacity prod --pin realTime",
    )
    .action(async (environment: string, options: CapacityOptions) => {
      if (options.pin !== undefined && options.unpin) {
        throw new UserError("--pin and --unpin are opposites", { hint: "give one of them" });
      }
      const { runCapacity } = await import("../capacity/run.js");
      await runCapacity(environment, options);
    });
}
