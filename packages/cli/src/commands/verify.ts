import type { Command } from "commander";
import { placeOf } from "../apply/place-of";
import { reportFindings } from "../checks/finding";
import { releasesDirectory } from "../run/home";
import { parseEnvironment } from "./environments";
import { parseCount } from "./options";

interface Options {
  readonly wait?: true;
  readonly timeout: number;
  readonly json?: true;
}

export function addVerify(program: Command): void {
  program
    .command("verify")
    .summary("compare the endpoints in AWS with the deployed configuration and the release")
    .description(
      'Fails if an endpoint is not in service, runs a configuration other than the one in the state, has too few instances, has all its instances in one zone, or answers the smoke picture differently from the release. Also fails if billing has not activated the tag by which the budget counts. In an adaptive environment the capacity controller moves the endpoints to the release after an apply: --wait waits until both run it, and fails at once if SageMaker rolled the release back. Your AWS_* variables choose the account; for the local AWS: eval "$(pictor env)".',
    )
    .argument("<env>", "environment, for example prod", parseEnvironment)
    .option("--wait", "wait until the capacity controller has moved both endpoints to the release")
    .option("--timeout <minutes>", "how long to wait", parseCount(1, 1440), 60)
    .option("--json", "write the findings as JSON")
    .addHelpText("after", "\nExample: pictor verify prod")
    .action(async (environment: string, { json, timeout, wait }: Options) => {
      const { verify } = await import("../checks/verify/verify.js");
      const place = await placeOf(environment);
      if (wait) {
        const { awaitConvergence } = await import("../capacity/await-convergence.js");
        const { capacityClients } = await import("../capacity/clients.js");
        await awaitConvergence(capacityClients({ region: place.region }), place, {
          limitMs: timeout * 60_000,
          onProgress: (text) => {
            if (!json) console.log(`… ${text}`);
          },
        });
      }
      const findings = await verify(place, releasesDirectory(process.env));
      reportFindings(environment, findings, json === true);
    });
}
