import type { S3Client } from "@aws-sdk/client-s3";
import type { DeployedEndpoint, Place } from "@pictor/contracts";
import { deployedEndpointSchema } from "@pictor/contracts/schemas";
import { UserError } from "@pictor/terraform";
import * as z from "zod";
import { readServiceState, type ServiceState } from "./state";

/**
 * The endpoints of an environment, as they were deployed.
 *
 * @throws UserError where the service was never deployed, or by a version that did not write them down
 */
export async function readDeployedEndpoints(
  client: S3Client,
  place: Place,
): Promise<readonly DeployedEndpoint[]> {
  return deployedEndpoints(await readServiceState(client, place), place);
}

/**
 * The endpoints that a state says were deployed.
 *
 * @throws UserError where a version deployed them that did not write them down
 */
export function deployedEndpoints(
  { outputs: { endpoints } }: ServiceState,
  place: Place,
): readonly DeployedEndpoint[] {
  const parsed = z.array(deployedEndpointSchema).safeParse(endpoints);
  if (parsed.success) return parsed.data;
  throw new UserError(
    `the state of '${place.environment}' does not say which endpoints were deployed:\n${z.prettifyError(parsed.error)}`,
    { hint: "deploy the service once more" },
  );
}
