import type { Construct } from "constructs";
import type { ConfiguredEnvironment } from "./configuration";
import { DataStack } from "./data-stack";
import { namesOf } from "./environment-stack";
import { ServiceStack } from "./service-stack";

/** Makes the stacks of each environment: its data, and its service where there is a release to serve. */
export function createStacks(
  scope: Construct,
  environments: readonly ConfiguredEnvironment[],
): void {
  for (const { environment, manifest } of environments) {
    const { stacks } = namesOf(environment);
    new DataStack(scope, stacks.data, environment);
    if (manifest !== undefined) new ServiceStack(scope, stacks.service, environment, manifest);
  }
}
