import {
  paginateListServiceQuotas,
  type ServiceQuota,
  type ServiceQuotasClient,
} from "@aws-sdk/client-service-quotas";
import type { PreflightContext, Verdict } from "./check";
import type { Needs } from "./needs";

/** How much of something the account must allow. */
export interface QuotaDemand {
  /** The quota's name, as Service Quotas has it. */
  readonly name: string;
  readonly needed: number;
  /** What it is needed for. */
  readonly reason: string;
}

/**
 * What the endpoints' instances ask of SageMaker's quotas, one demand an instance type.
 *
 * Quotas are found by their names, which Service Quotas lists: codes differ by instance type.
 * @see https://docs.aws.amazon.com/general/latest/gr/sagemaker.html
 */
export function instanceDemands({ endpoints }: Needs): readonly QuotaDemand[] {
  const fleets = endpoints.flatMap((endpoint) =>
    endpoint.kind === "realTime" ? endpoint.instances : [],
  );
  return [...new Set(fleets.map(({ type }) => type))].map((wanted) => ({
    name: `${wanted} for endpoint usage`,
    needed: fleets
      .filter(({ type }) => type === wanted)
      .reduce((sum, { mostWhileUpdating }) => sum + mostWhileUpdating, 0),
    reason: "the most instances, and those beside them while a release is deployed",
  }));
}

/** What serverless endpoints ask of SageMaker's quotas, together. */
export function serverlessDemands({ endpoints }: Needs): readonly QuotaDemand[] {
  const concurrency = endpoints.reduce(
    (sum, one) => sum + (one.kind === "serverless" ? one.serverless.maxConcurrency : 0),
    0,
  );
  if (concurrency === 0) return [];
  return [
    {
      name: "Maximum total concurrency that can be allocated across all serverless endpoints",
      needed: concurrency,
      reason: "the maximum concurrency of all serverless endpoints",
    },
  ];
}

/** All quotas of a service that the account has. */
export async function listQuotas(
  client: ServiceQuotasClient,
  serviceCode: string,
): Promise<readonly ServiceQuota[]> {
  const found: ServiceQuota[] = [];
  for await (const { Quotas = [] } of paginateListServiceQuotas(
    { client, pageSize: 100 },
    { ServiceCode: serviceCode },
  )) {
    found.push(...Quotas);
  }
  return found;
}

/** Whether SageMaker's quotas allow what is needed; with the commands that ask AWS for more. */
export async function judgeQuotas(
  demands: readonly QuotaDemand[],
  { place, sagemakerQuotas }: Pick<PreflightContext, "place" | "sagemakerQuotas">,
): Promise<readonly Verdict[]> {
  const quotas = await sagemakerQuotas();
  return demands.map((demand) => judgeQuota(demand, quotas, place.region));
}

function judgeQuota(
  { name, needed, reason }: QuotaDemand,
  quotas: readonly ServiceQuota[],
  region: string,
): Verdict {
  const quota = quotas.find(({ QuotaName }) => QuotaName === name);
  if (quota?.Value === undefined) {
    return { status: "unknown", text: `Service Quotas does not list '${name}'` };
  }
  const text = `${needed} needed (${reason}), '${name}' is ${quota.Value}`;
  return quota.Value >= needed
    ? { status: "ok", text }
    : {
        status: "failed",
        text,
        fix: raise("sagemaker", quota.QuotaCode ?? "", needed, region),
      };
}

/** The command that asks for a higher quota. */
export function raise(service: string, code: string, value: number, region: string): string {
  return `aws service-quotas request-service-quota-increase --service-code ${service} --quota-code ${code} --desired-value ${value} --region ${region}`;
}
