import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  DescribeEndpointCommand,
  type DescribeEndpointCommandOutput,
  SageMakerClient,
} from "@aws-sdk/client-sagemaker";
import { names, type PredictionResponse, type ReleaseManifest } from "@pictor/contracts";
import { releaseManifestSchema } from "@pictor/contracts/schemas";
import { type LocalClientConfig, localClient } from "@pictor/local";
import { Control } from "../shared/control";
import { cli, home, pictorVariables, resultFile, root } from "./places";

type Variables = Readonly<Record<string, string>>;

/** What `pictor start` said in the end. */
export interface StartResult {
  readonly apiUrl: string;
  readonly curl: string;
  readonly pageUrl: string;
  readonly image: string;
  readonly response: PredictionResponse;
}

export const { result, pid }: { result: StartResult; pid: number } = JSON.parse(
  readFileSync(resultFile, "utf8"),
);

interface RunFile {
  readonly directory: string;
  readonly releasesDirectory: string;
  readonly api: { readonly apiId: string; readonly stage: string };
  readonly emulator: { readonly pid: number; readonly url: string };
}

export const runFile = join(home, "run.json");
export const run: RunFile = JSON.parse(readFileSync(runFile, "utf8"));

/** Where the local stacks are, and every name in them. */
export const place = { environment: "local", accountId: "000000000000", region: "us-east-1" };
export const local = names(place);

/** The routes of the local AWS itself. */
export const control = new Control(run.emulator.url, run.directory);

/** The API key that start printed. */
export const apiKey = /'x-api-key: ([^']+)'/.exec(result.curl)?.[1] ?? "";

/** Runs the pictor command in the tests' home. */
export function pictor(...args: readonly string[]): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [cli, ...args], {
    env: pictorVariables(),
    encoding: "utf8",
  });
}

/** What a shell has after `eval "$(pictor env)"`. */
export function userVariables(): Variables {
  const { variables, unset } = JSON.parse(pictor("env", "--json").stdout);
  const kept = Object.entries(process.env).filter(([name]) => !unset.includes(name));
  return { ...Object.fromEntries(kept), ...variables };
}

/** What a client of AWS's SDK needs to reach the local AWS. */
export function awsClient(): LocalClientConfig {
  const variables = userVariables();
  return localClient({
    url: variables.AWS_ENDPOINT_URL ?? "",
    region: variables.AWS_REGION ?? "",
    credentials: {
      accessKeyId: variables.AWS_ACCESS_KEY_ID ?? "",
      secretAccessKey: variables.AWS_SECRET_ACCESS_KEY ?? "",
    },
  });
}

/** Runs Terraform in the directory in which `pictor start` applied a stack. */
export function terraform(stack: string, ...args: readonly string[]): SpawnSyncReturns<string> {
  return spawnSync("terraform", [...args], {
    cwd: join(run.directory, "stacks", stack, "stacks", stack),
    env: { ...userVariables() },
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
}

/** Runs cdktf in the app's directory, as a user with `pictor env` would. */
export function cdktf(...args: readonly string[]): SpawnSyncReturns<string> {
  const app = join(root, "apps", "image-classifier");
  return spawnSync(join(app, "node_modules", ".bin", "cdktf"), [...args], {
    cwd: app,
    env: {
      ...userVariables(),
      PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
      CDKTF_OUTDIR: join(home, "cdktf.out"),
      CI: "1",
      NO_COLOR: "1",
      FORCE_COLOR: "0",
    },
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
}

export function manifest(): ReleaseManifest {
  const file = join(run.releasesDirectory, "local.json");
  return releaseManifestSchema.parse(JSON.parse(readFileSync(file, "utf8")));
}

/** Sends a picture to the deployed API, as any client would. */
export async function predict(image: string): Promise<Response> {
  return fetch(`${result.apiUrl}/predictions?top=3`, {
    method: "POST",
    headers: { "x-api-key": apiKey, "content-type": "image/png" },
    body: readFileSync(image),
  });
}

/** The endpoint as soon as it is no longer on its way; `undefined` once it is gone. */
export async function settled(
  EndpointName: string,
): Promise<DescribeEndpointCommandOutput | undefined> {
  const sagemaker = new SageMakerClient(awsClient());
  for (;;) {
    const endpoint = await sagemaker
      .send(new DescribeEndpointCommand({ EndpointName }))
      .catch(() => undefined);
    if (endpoint === undefined || !/ing$/.test(endpoint.EndpointStatus ?? "")) return endpoint;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}
