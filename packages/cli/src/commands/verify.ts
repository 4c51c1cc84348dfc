import type { Command } from "commander";
import { releasesDirectory } from "../home";
import { reportFindings } from "../report/finding";
import { placeOf } from "../stack/place-of";
import { verify } from "../verify/verify";

export function addVerify(program: Command): void {
  program
    .command("verify")
    .summary("compare what runs in AWS with what was deployed and released")
    .description(
      'Fails where an endpoint is not in service, runs another configuration than the state says, has too few instances or all of them in one zone, or does not answer the release\'s smoke picture as that release does; and where the budget counts by a tag that is not activated in billing. AWS is whatever your AWS_* variables say; for the local one: eval "$(pictor env)".',
    )
    .argument("<env>", "environment, for example prod")
    .option("--json", "write the findings as JSON")
    .addHelpText("after", "\nExample: pictor verify prod")
    .action(async (environment: string, { json }: { json?: true }) => {
      const findings = await verify(await placeOf(environment), releasesDirectory(process.env));
      reportFindings(environment, findings, json === true);
    });
}
