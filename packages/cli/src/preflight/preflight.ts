import { APIGatewayClient } from "@aws-sdk/client-api-gateway";
import { IAMClient } from "@aws-sdk/client-iam";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { ServiceQuotasClient } from "@aws-sdk/client-service-quotas";
import type { Place, ReleaseManifest } from "@pictor/contracts";
import type { Finding } from "../report/finding";
import { checkApiLogRole } from "./api-log-role";
import { checkArtefact } from "./artefact";
import { checkLambdaConcurrency } from "./lambda-concurrency";
import type { Needs } from "./needs";
import { judgeQuota, listQuotas, sagemakerDemands } from "./quotas";
import { checkServiceLinkedRoles } from "./service-linked-roles";

/** What a first deployment would trip over. AWS is whatever the `AWS_*` variables say. */
export async function preflight(
  place: Place,
  needs: Needs,
  manifest: ReleaseManifest,
): Promise<Finding[]> {
  const { region } = place;
  const s3 = new S3Client({ region });
  const releases = Object.entries({ live: manifest.live, previous: manifest.previous });
  const findings = await Promise.all([
    checkQuotas(new ServiceQuotasClient({ region }), needs, region),
    checkLambdaConcurrency(new LambdaClient({ region }), needs, region),
    ...(needs.apiLogs ? [checkApiLogRole(new APIGatewayClient({ region }), place)] : []),
    checkServiceLinkedRoles(new IAMClient({ region }), needs),
    ...releases.flatMap(([role, release]) =>
      release === undefined ? [] : [checkArtefact(s3, place, role as "live" | "previous", release)],
    ),
  ]);
  return findings.flat();
}

async function checkQuotas(
  client: ServiceQuotasClient,
  needs: Needs,
  region: string,
): Promise<Finding[]> {
  const demands = sagemakerDemands(needs);
  if (demands.length === 0) return [];
  const quotas = await listQuotas(client, "sagemaker");
  return demands.map((demand) => judgeQuota(demand, quotas, region));
}
