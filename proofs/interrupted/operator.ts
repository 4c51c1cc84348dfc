import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { layout } from "@pictor/cli";
import { names } from "@pictor/contracts";
import type { DeployedService } from "../deployed/deployed-service";

/** What a command printed, and how it ended. */
export interface Printed {
  readonly status: number | null;
  readonly output: string;
}

/** Runs the `pictor` command as the operator of a service. */
export function pictor({ aws, directory }: DeployedService, ...args: readonly string[]): Printed {
  const main = join(layout.root, "packages", "cli", "dist", "main.js");
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    env: { ...aws.variables, PICTOR_RELEASES_DIR: join(directory, "releases") },
    encoding: "utf8",
  });
  return { status, output: stdout + stderr };
}

/** A stack's state in the bucket. */
export interface State {
  readonly lineage: string;
  readonly serial: number;
  readonly resources: readonly { readonly type: string; readonly name: string }[];
}

/** Reads the state of a stack; undefined before Terraform has saved it for the first time. */
export async function stateOf(
  { aws, place }: DeployedService,
  stack: string,
): Promise<State | undefined> {
  const client = new S3Client({ ...aws.client, forcePathStyle: true });
  const Bucket = names(place).stateBucket;
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: `${stack}.tfstate` }));
    return JSON.parse((await Body?.transformToString()) ?? "");
  } catch (error) {
    if ((error as Error).name === "NoSuchKey") return undefined;
    throw error;
  }
}
