import { overrulingVariables } from "@pictor/local";
import type { Command } from "commander";
import { localVariables } from "../apply/workspace";
import { quote } from "../run/api/render";
import { findRunning } from "../run/running";

export function addEnv(program: Command): void {
  program
    .command("env")
    .summary("print the exports with which cdktf and terraform reach the running local AWS")
    .option("--json", "write {variables, unset} as JSON")
    .addHelpText("after", '\nExample: eval "$(pictor env)" && cdktf diff local')
    .action(({ json }: { json?: true }) => {
      const variables = localVariables(findRunning());
      const unset = overrulingVariables(process.env);
      console.log(
        json ? JSON.stringify({ variables, unset }) : exportLines(variables, unset).join("\n"),
      );
    });
}

function exportLines(
  variables: Readonly<Record<string, string>>,
  unset: readonly string[],
): string[] {
  return [
    `unset ${unset.join(" ")}`,
    ...Object.entries(variables).map(([name, value]) => `export ${name}=${quote(value)}`),
  ];
}
