import { CostExplorerClient } from "@aws-sdk/client-cost-explorer";
import { EC2Client } from "@aws-sdk/client-ec2";
import { S3Client } from "@aws-sdk/client-s3";
import { SageMakerClient } from "@aws-sdk/client-sagemaker";
import { SageMakerRuntimeClient } from "@aws-sdk/client-sagemaker-runtime";
import { SSMClient } from "@aws-sdk/client-ssm";
import type { DeployedEndpoint, Place } from "@pictor/contracts";
import { deployedEndpoints } from "../../apply/deployed";
import { readServiceState } from "../../apply/state";
import { readParameters } from "../../capacity/parameters";
import { readSmokePicture } from "../endpoint/smoke";
import type { Finding } from "../finding";
import { askFacts } from "./ask";
import { askBudgetTags, budgetTagKeys } from "./budget-tag";
import { type AdaptiveFacts, judgeEndpoint } from "./judge";
import { liveRelease } from "./live-release";

/**
 * Compares what runs in AWS with what was deployed and released.
 *
 * AWS is whatever the `AWS_*` variables say.
 * @param releasesDirectory directory of the release manifests
 */
export async function verify(place: Place, releasesDirectory: string): Promise<Finding[]> {
  const { region } = place;
  const s3 = new S3Client({ region });
  const live = await liveRelease(s3, place, releasesDirectory);
  const picture = readSmokePicture(releasesDirectory, live);
  const clients = {
    sagemaker: new SageMakerClient({ region }),
    runtime: new SageMakerRuntimeClient({ region }),
    ec2: new EC2Client({ region }),
  };
  const state = await readServiceState(s3, place);
  const endpoints = deployedEndpoints(state, place);
  const [facts, tags, adaptive] = await Promise.all([
    Promise.all(endpoints.map((one) => askFacts(clients, one, picture))),
    askBudgetTags(new CostExplorerClient({ region }), budgetTagKeys(state)),
    askAdaptive(place, endpoints),
  ]);
  return [...facts.flatMap((one) => judgeEndpoint(one, live, adaptive)), ...tags];
}

/** Who serves, where a controller owns an endpoint; `undefined` where Terraform owns all. */
async function askAdaptive(
  place: Place,
  endpoints: readonly DeployedEndpoint[],
): Promise<AdaptiveFacts | undefined> {
  if (endpoints.every(({ owner }) => owner === "terraform")) return undefined;
  const { state } = await readParameters(new SSMClient({ region: place.region }), place);
  return { mode: state.mode, wait: `pictor verify ${place.environment} --wait` };
}
