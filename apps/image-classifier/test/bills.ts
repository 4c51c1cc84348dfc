import { type Estimate, estimate, readResources, shippedTrafficOf } from "@pictor/cost";
import { manifestOf } from "@pictor/testing";
import { Testing } from "cdktf";
import { DataStack } from "../src/data-stack";
import type { Environment } from "../src/environment";
import { hasJobs, JobsStack } from "../src/jobs-stack";
import { ServiceStack } from "../src/service-stack";

/** The day when the prices were read: a stale price is another test's matter. */
const on = "2026-11-28";

/** A release in INT8 that nobody measured. */
export const manifest = { schema: 1, live: { ...manifestOf("a").live, format: "int8" } } as const;
export const seed = shippedTrafficOf("seed");
export const idle = shippedTrafficOf("idle");

const synthesised = new Map<string, readonly string[]>();

/** Data, service and jobs of an environment, each synthesised once. */
export function texts(environment: Environment, traffic = seed): readonly string[] {
  const key = JSON.stringify([environment, traffic]);
  const known = synthesised.get(key);
  if (known !== undefined) return known;
  const made = [
    Testing.synth(new DataStack(Testing.app(), "data", environment)),
    Testing.synth(new ServiceStack(Testing.app(), "service", environment, manifest, traffic)),
    ...(hasJobs(environment)
      ? [Testing.synth(new JobsStack(Testing.app(), "jobs", environment, manifest.live))]
      : []),
  ];
  synthesised.set(key, made);
  return made;
}

/** The month's bill of an environment with its data and jobs. */
export function billOf(environment: Environment, traffic = seed): Estimate {
  const resources = texts(environment).flatMap((text) => readResources(JSON.parse(text)));
  return estimate(resources, traffic, { release: manifest.live, on });
}
