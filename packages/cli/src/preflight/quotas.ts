import {
  paginateListServiceQuotas,
  type ServiceQuota,
  type ServiceQuotasClient,
} from "@aws-sdk/client-service-quotas";
import type { Finding } from "../report/finding";
import type { Needs } from "./needs";

/** How much of something the account must allow. */
export interface QuotaDemand {
  readonly check: string;
  /** The quota's name, as Service Quotas has it. */
  readonly name: string;
  readonly needed: number;
  /** What it is needed for. */
  readonly reason: string;
}

/**
 * What endpoints ask of SageMaker's quotas, one demand a quota.
 *
 * They are found by their names, which Service Quotas lists: codes differ by instance type.
 * @see https://docs.aws.amazon.com/general/latest/gr/sagemaker.html
 */
export function sagemakerDemands({ endpoints }: Needs): QuotaDemand[] {
  const fleets = endpoints.flatMap(({ instances }) => instances ?? []);
  const instances = [...new Set(fleets.map(({ type }) => type))].map((wanted) => ({
    check: "instances",
    name: `${wanted} for endpoint usage`,
    needed: fleets
      .filter(({ type }) => type === wanted)
      .reduce((sum, { mostWhileUpdating }) => sum + mostWhileUpdating, 0),
    reason: "the most instances, and those beside them while a release is deployed",
  }));
  const concurrency = endpoints.reduce(
    (sum, one) => sum + (one.serverless?.maxConcurrency ?? 0),
    0,
  );
  return concurrency === 0
    ? instances
    : [
        ...instances,
        {
          check: "serverless",
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

/** Whether a quota allows what is needed; with the command that asks AWS for more where it does not. */
export function judgeQuota(
  { check, name, needed, reason }: QuotaDemand,
  quotas: readonly ServiceQuota[],
  region: string,
): Finding {
  const quota = quotas.find(({ QuotaName }) => QuotaName === name);
  if (quota?.Value === undefined) {
    return { check, status: "unknown", text: `Service Quotas does not list '${name}'` };
  }
  const text = `${needed} needed (${reason}), '${name}' is ${quota.Value}`;
  return quota.Value >= needed
    ? { check, status: "ok", text }
    : {
        check,
        status: "failed",
        text,
        fix: raise("sagemaker", quota.QuotaCode ?? "", needed, region),
      };
}

/** The command that asks for a higher quota. */
export function raise(service: string, code: string, value: number, region: string): string {
  return `aws service-quotas request-service-quota-increase --service-code ${service} --quota-code ${code} --desired-value ${value} --region ${region}`;
}
