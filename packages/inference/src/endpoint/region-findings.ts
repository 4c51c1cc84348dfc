import { regionFacts, type TargetKind } from "@pictor/contracts";

/** What a region means for an endpoint. Of a region that is in no row of the table nothing is found. */
export interface RegionFindings {
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
  readonly notes: readonly string[];
}

/** What a region means for an endpoint of a kind. */
export function regionFindings(region: string, kind: TargetKind): RegionFindings {
  const facts = regionFacts(region);
  if (facts === undefined) return { problems: [], warnings: [], notes: [] };
  const { partition, sagemaker } = facts;
  const serverless = kind === "serverless" ? facts.serverless : true;
  return {
    problems: [
      ...(sagemaker ? [] : [`region '${region}' has no SageMaker endpoints`]),
      ...(serverless === false
        ? [`region '${region}' has no serverless inference: choose another region or instances`]
        : []),
    ],
    warnings:
      serverless === undefined && partition !== "aws"
        ? [
            `AWS publishes no list of the regions of serverless inference: whether partition '${partition}' offers it in ${region} shows only when the endpoint is made`,
          ]
        : [],
    notes: facts.optIn ? [`region '${region}' must be enabled in the account first`] : [],
  };
}
