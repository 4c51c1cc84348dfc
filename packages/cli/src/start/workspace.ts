import { join } from "node:path";
import {
  awsEnvironment,
  logDirectory,
  type Run,
  scrubbedEnvironment,
  type Variables,
} from "@pictor/local";

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

/** Variables with which a process reaches the AWS of a local run and the manifests that belong to it. */
export function localVariables(run: Run): Variables {
  return {
    ...(run.emulator !== undefined &&
      awsEnvironment({ url: run.emulator.url, region: run.region })),
    ...run.terraform,
    CHECKPOINT_DISABLE: "1",
    PICTOR_ACCOUNT_ID: run.accountId,
    PICTOR_REGION: run.region,
    PICTOR_ENVIRONMENTS: run.environment,
    PICTOR_RELEASES_DIR: run.releasesDirectory,
  };
}
