import { join } from "node:path";
import type { CapacityRules } from "@pictor/capacity";
import { awsEnvironment, logDirectory, type Run } from "@pictor/local";
import { scrubbedEnvironment, type Variables } from "@pictor/terraform";

/** The directory of a run, and what its processes see. */
export class Workspace {
  public constructor(public readonly run: Run) {}

  /** What Terraform and the apps see: nothing of the caller's AWS, all of the local one. */
  public get variables(): Variables {
    return { ...scrubbedEnvironment(process.env), ...localVariables(this.run) };
  }

  public get logs(): string {
    return logDirectory(this.run.directory);
  }

  public path(...parts: string[]): string {
    return join(this.run.directory, ...parts);
  }

  public logFile(name: string): string {
    return join(this.logs, `${name}.log`);
  }
}

/**
 * Rules of adaptive environments here: nobody who tries one out waits half an hour for a switch. The counts that a
 * decision reads are two minutes old, here as in AWS.
 */
const shortRules: Partial<CapacityRules> = {
  outAfterMinutes: { cost: 1, capacity: 1, latency: 1 },
  inAfterMinutes: 2,
  minimumDwellMinutes: { realTime: 2, serverless: 1 },
  provisioningMinutes: 1,
  backOffMinutes: { first: 1, most: 5 },
};

/** Variables with which a process reaches the AWS of a local run and the manifests that belong to it. */
export function localVariables(run: Run): Variables {
  return {
    ...(run.emulator !== undefined && {
      ...awsEnvironment({ ...run.emulator, region: run.region }),
      PICTOR_CAPACITY_RULES: process.env.PICTOR_CAPACITY_RULES || JSON.stringify(shortRules),
    }),
    ...run.terraform,
    CHECKPOINT_DISABLE: "1",
    PICTOR_ACCOUNT_ID: run.accountId,
    PICTOR_REGION: run.region,
    PICTOR_ENVIRONMENTS: run.environment,
    PICTOR_RELEASES_DIR: run.releasesDirectory,
  };
}
