import { isToken, printed } from "@pictor/contracts";
import type { ControlledEndpoint, FollowingEndpoint } from "./controlled-endpoint";

/** Characters that SageMaker takes as an endpoint's name. */
const longestName = 63;

/** The two endpoints as problems are sought in them. */
interface Endpoints {
  readonly realTime: Pick<ControlledEndpoint, "target">;
  readonly serverless: Pick<FollowingEndpoint, "target">;
}

/** Problems of the endpoints' names and kinds; empty if valid. */
export function endpointProblems({ realTime, serverless }: Endpoints): string[] {
  return [
    ...kindProblems("realTime", realTime.target.kind),
    ...kindProblems("serverless", serverless.target.kind),
    ...nameProblems("realTime", realTime.target.name),
    ...nameProblems("serverless", serverless.target.name),
    ...sameNameProblems(realTime.target.name, serverless.target.name),
  ];
}

function kindProblems(prop: "realTime" | "serverless", kind: string): string[] {
  return kind === prop ? [] : [`${prop}.target.kind must be '${prop}', got ${printed(kind)}`];
}

/** The name is a literal, to be compared, and in lower case: the ARN has it so, and a policy would not match another. */
function nameProblems(prop: string, name: string): string[] {
  return !isToken(name) && name.length <= longestName && /^[a-z0-9](-*[a-z0-9])*$/.test(name)
    ? []
    : [
        `${prop}.target.name must be a literal of lower-case letters, digits and hyphens, at most ${longestName} characters, got ${printed(name)}`,
      ];
}

/**
 * SageMaker ignores the case of an endpoint's name where it creates one.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html
 */
function sameNameProblems(realTime: string, serverless: string): string[] {
  return realTime.toLowerCase() === serverless.toLowerCase()
    ? [
        `realTime.target.name and serverless.target.name must be names of two endpoints, got ${printed(realTime)} and ${printed(serverless)}: the controller would delete the endpoint that serves`,
      ]
    : [];
}
