import type { Construct } from "constructs";
import type { ConfiguredEnvironment } from "./configuration";
import { DataStack } from "./data-stack";
import { namesOf } from "./environment-stack";
import { JobsStack } from "./jobs-stack";
import { ServiceStack } from "./service-stack";

/**
 * Makes the stacks of each environment: its data, its service where there is a release to serve, and its jobs where it has some:
 * batches need a release, training does not.
 */
export function createStacks(
  scope: Construct,
  environments: readonly ConfiguredEnvironment[],
): void {
  for (const { environment, manifest, traffic } of environments) {
    const { stacks } = namesOf(environment);
    new DataStack(scope, stacks.data, environment);
    if (manifest !== undefined) {
      new ServiceStack(scope, stacks.service, environment, manifest, traffic);
    }
    if (environment.training || (environment.batch && manifest)) {
      new JobsStack(scope, stacks.jobs, environment, manifest?.live);
    }
  }
}
