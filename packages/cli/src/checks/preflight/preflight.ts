import { type ServiceQuota, ServiceQuotasClient } from "@aws-sdk/client-service-quotas";
import type { Place, ReleaseManifest } from "@pictor/contracts";
import type { Finding } from "../finding";
import { runChecks } from "./check";
import { preflightChecks } from "./checks";
import type { Needs } from "./needs";
import { listQuotas } from "./quotas";

/** What a first deployment would trip over. AWS is whatever the `AWS_*` variables say. */
export function preflight(
  place: Place,
  needs: Needs,
  manifest: ReleaseManifest,
): Promise<Finding[]> {
  let quotas: Promise<readonly ServiceQuota[]> | undefined;
  const sagemakerQuotas = () => {
    quotas ??= listQuotas(new ServiceQuotasClient({ region: place.region }), "sagemaker");
    return quotas;
  };
  return runChecks(preflightChecks, { place, needs, manifest, sagemakerQuotas });
}
