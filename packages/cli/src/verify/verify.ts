import { CostExplorerClient } from "@aws-sdk/client-cost-explorer";
import { EC2Client } from "@aws-sdk/client-ec2";
import { S3Client } from "@aws-sdk/client-s3";
import { SageMakerClient } from "@aws-sdk/client-sagemaker";
import { SageMakerRuntimeClient } from "@aws-sdk/client-sagemaker-runtime";
import type { Place } from "@pictor/contracts";
import { readSmokePicture } from "../endpoint/smoke";
import { requireManifest } from "../release/live";
import type { Finding } from "../report/finding";
import { deployedEndpoints } from "../stack/deployed";
import { readServiceState } from "../stack/state";
import { askFacts } from "./ask";
import { askBudgetTags, budgetTagKeys } from "./budget-tag";
import { judgeEndpoint } from "./judge";

/**
 * Compares what runs in AWS with what was deployed and released.
 *
 * AWS is whatever the `AWS_*` variables say.
 * @param releasesDirectory directory of the release manifests
 */
export async function verify(place: Place, releasesDirectory: string): Promise<Finding[]> {
  const { live } = requireManifest(releasesDirectory, place.environment);
  const picture = readSmokePicture(releasesDirectory, live);
  const { region } = place;
  const clients = {
    sagemaker: new SageMakerClient({ region }),
    runtime: new SageMakerRuntimeClient({ region }),
    ec2: new EC2Client({ region }),
  };
  const state = await readServiceState(new S3Client({ region }), place);
  const endpoints = deployedEndpoints(state, place);
  const [facts, tags] = await Promise.all([
    Promise.all(endpoints.map((one) => askFacts(clients, one, picture))),
    askBudgetTags(new CostExplorerClient({ region }), budgetTagKeys(state)),
  ]);
  return [...facts.flatMap((one) => judgeEndpoint(one, live)), ...tags];
}
