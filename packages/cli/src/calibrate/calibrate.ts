import { S3Client } from "@aws-sdk/client-s3";
import { DescribeEndpointCommand, SageMakerClient } from "@aws-sdk/client-sagemaker";
import { SageMakerRuntimeClient } from "@aws-sdk/client-sagemaker-runtime";
import {
  type Calibration,
  type DeployedEndpoint,
  limits,
  manifestFile,
  type Place,
  type Release,
} from "@pictor/contracts";
import { UserError } from "@pictor/local";
import { hostOf } from "../endpoint/host";
import { askEndpoint, readSmokePicture, type SmokePicture } from "../endpoint/smoke";
import { requireManifest } from "../release/live";
import { writeManifest } from "../release/manifest";
import { readDeployedEndpoints } from "../stack/deployed";
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
}

/** Callers at once at most: the SDK opens no more connections by itself. */
const mostCallers = 48;

/**
 * Measures what the deployed endpoints of an environment carry of its live release, and writes it into the manifest.
 *
 * @throws UserError where another release answers, or no load at all was answered well and in time
 */
export async function calibrate(props: CalibrateProps): Promise<readonly Calibration[]> {
  const { place, releasesDirectory } = props;
  const { region } = place;
  const { live } = requireManifest(releasesDirectory, place.environment);
  const picture = readSmokePicture(releasesDirectory, live);
  const endpoints = await readDeployedEndpoints(new S3Client({ region }), place);
  const rows: Calibration[] = [];
  // One after the other: they share the caller's machine.
  for (const endpoint of endpoints) rows.push(await measure(props, endpoint, live, picture));
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
      { hint: `deploy it first; 'pictor verify ${props.place.environment}' says what runs` },
    );
  }
  const instances = await instancesOf(new SageMakerClient({ region }), endpoint);
  const latencyMs = limits.timeoutMs[endpoint.kind];
  const stages = await load(
    () =>
      ask().then(
        () => true,
        () => false,
      ),
    instances,
    { ...props, latencyMs, callers: endpoint.serverless?.maxConcurrency ?? mostCallers },
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

async function instancesOf(client: SageMakerClient, endpoint: DeployedEndpoint): Promise<number> {
  if (endpoint.instances === undefined) return 1;
  const answer = await client.send(new DescribeEndpointCommand({ EndpointName: endpoint.name }));
  return answer.ProductionVariants?.[0]?.CurrentInstanceCount ?? 1;
}

function nothingCarried(endpoint: DeployedEndpoint, stages: readonly Stage[], latencyMs: number) {
  const failed = stages.reduce((sum, stage) => sum + stage.failed, 0);
  const calls = stages.reduce((sum, stage) => sum + stage.calls, 0);
  return new UserError(
    `${endpoint.name} carried no load: of ${calls} calls ${failed} failed, and the slowest in a hundred may take ${latencyMs} ms`,
    { hint: "give it more --seconds or --requests; 'pictor verify' says whether it is well" },
  );
}
