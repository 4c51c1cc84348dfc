import { S3Client } from "@aws-sdk/client-s3";
import { SageMakerClient } from "@aws-sdk/client-sagemaker";
import { SageMakerRuntimeClient } from "@aws-sdk/client-sagemaker-runtime";
import {
  type Calibration,
  type DeployedEndpoint,
  limits,
  manifestFile,
  type Place,
  type Release,
} from "@pictor/contracts";
import { UserError } from "@pictor/terraform";
import { readDeployedEndpoints } from "../../apply/deployed";
import { requireManifest } from "../../release/live";
import { writeManifest } from "../../release/manifest";
import { describeEndpoint } from "../endpoint/describe";
import { hostOf } from "../endpoint/host";
import { askEndpoint, readSmokePicture, type SmokePicture } from "../endpoint/smoke";
import { load } from "./load";
import { calibrationRow, measuredOn, withCalibration } from "./row";
import { bestStage, type Stage } from "./stage";

/** What is measured, and how much of it. */
export interface CalibrateProps {
  readonly place: Place;
  readonly releasesDirectory: string;
  /** Seconds that all stages of one endpoint may take together. */
  readonly seconds: number;
  /** Calls that all stages of one endpoint may make together. */
  readonly requests: number;
  readonly onStage: (endpointName: string, stage: Stage) => void;
  /** Called for an endpoint that the capacity controller has deleted: there is nothing to measure. */
  readonly onAbsent: (endpointName: string) => void;
}

/** Callers at once at most: the SDK opens no more connections by itself. */
const mostCallers = 48;

/**
 * Measures what the deployed endpoints of an environment carry of its live release, and writes it into the manifest.
 *
 * @returns the new rows: none of an endpoint that its controller has deleted
 * @throws UserError where an endpoint of Terraform's is missing, another release answers, or no load at all was answered
 * well and in time
 */
export async function calibrate(props: CalibrateProps): Promise<readonly Calibration[]> {
  const { place, releasesDirectory } = props;
  const { region } = place;
  const { live } = requireManifest(releasesDirectory, place.environment);
  const picture = readSmokePicture(releasesDirectory, live);
  const endpoints = await readDeployedEndpoints(new S3Client({ region }), place);
  const rows: Calibration[] = [];
  // One after the other: they share the caller's machine.
  for (const endpoint of endpoints) {
    const instances = await instancesOf(new SageMakerClient({ region }), endpoint);
    if (instances === undefined) props.onAbsent(endpoint.name);
    else rows.push(await measure(props, endpoint, instances, live, picture));
  }
  // Read again: minutes have passed.
  const manifest = requireManifest(releasesDirectory, place.environment);
  if (manifest.live.sha256 !== live.sha256) {
    throw new UserError("another release went live meanwhile; nothing was written");
  }
  writeManifest(
    manifestFile(releasesDirectory, place.environment),
    rows.reduce(withCalibration, manifest),
  );
  return rows;
}

async function measure(
  props: CalibrateProps,
  endpoint: DeployedEndpoint,
  instances: number,
  live: Release,
  picture: SmokePicture,
): Promise<Calibration> {
  const { region } = props.place;
  // A call that was repeated is no longer one call.
  const runtime = new SageMakerRuntimeClient({ region, maxAttempts: 1 });
  const host = hostOf(runtime);
  const ask = () => askEndpoint(runtime, endpoint.name, picture);
  const { identity } = await ask();
  if (identity?.release !== live.sha256) {
    throw new UserError(
      `${endpoint.name} answers from release ${identity?.release ?? "unknown"}, live is ${live.sha256}`,
      {
        hint: `deploy it first; 'pictor verify ${props.place.environment}' shows what is deployed`,
      },
    );
  }
  const latencyMs = limits.timeoutMs[endpoint.kind];
  const stages = await load(
    () =>
      ask().then(
        () => true,
        () => false,
      ),
    instances,
    { ...props, latencyMs, callers: callersOf(endpoint) },
    (stage) => props.onStage(endpoint.name, stage),
  );
  const best = bestStage(stages, latencyMs);
  if (best === undefined) throw nothingCarried(endpoint, stages, latencyMs);
  return calibrationRow(best, {
    target: endpoint.capacity,
    instances,
    on: measuredOn(await host),
    date: new Date().toISOString().slice(0, 10),
  });
}

/** Instances that share the load; `undefined` where the controller has deleted the endpoint. */
async function instancesOf(
  client: SageMakerClient,
  { kind, name, owner }: DeployedEndpoint,
): Promise<number | undefined> {
  const found = await describeEndpoint(client, name);
  if (found !== undefined) return kind === "serverless" ? 1 : (found.instances ?? 1);
  if (owner === "controller") return undefined;
  throw new UserError(`there is no endpoint '${name}'`, { hint: "deploy the service once more" });
}

function callersOf(endpoint: DeployedEndpoint): number {
  return endpoint.kind === "serverless" ? endpoint.serverless.maxConcurrency : mostCallers;
}

function nothingCarried(endpoint: DeployedEndpoint, stages: readonly Stage[], latencyMs: number) {
  const failed = stages.reduce((sum, stage) => sum + stage.failed, 0);
  const calls = stages.reduce((sum, stage) => sum + stage.calls, 0);
  return new UserError(
    `${endpoint.name} carried no load: of ${calls} calls ${failed} failed, and the slowest in a hundred may take ${latencyMs} ms`,
    {
      hint: "give it more --seconds or --requests; 'pictor verify' shows whether the endpoint is healthy",
    },
  );
}
