import type { Release } from "@pictor/contracts";
import { type Estimate, estimate, type Resource, readResources, type Traffic } from "@pictor/cost";
import { App, type TerraformStack } from "cdktf";
import { DataStack } from "./data-stack";
import type { Environment } from "./environment";
import { namesOf } from "./environment-stack";
import { hasJobs, JobsStack } from "./jobs-stack";

/** What a bill is computed from. */
export interface BilledService {
  /** The service's stack, with everything in it that costs. */
  readonly stack: TerraformStack;
  readonly environment: Environment;
  readonly release: Release;
  readonly traffic: Traffic;
}

/** Computes the month's bill of an environment: of its service, and of its data and jobs, which are built apart for that. */
export function monthlyBill({ environment, release, stack, traffic }: BilledService): Estimate {
  const { data, jobs } = namesOf(environment).stacks;
  const stacks = [
    new DataStack(new App(), data, environment),
    stack,
    ...(hasJobs(environment) ? [new JobsStack(new App(), jobs, environment, release)] : []),
  ];
  return estimate(stacks.flatMap(resourcesOf), traffic, { release });
}

function resourcesOf(stack: TerraformStack): readonly Resource[] {
  return readResources(JSON.parse(JSON.stringify(stack.toTerraform())));
}
