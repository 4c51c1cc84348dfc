import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { DeployedEndpoint } from "@pictor/contracts";
import { deployedEndpointSchema } from "@pictor/contracts/schemas";
import * as z from "zod";
import { type Component, componentsOf } from "./components";

const resources = z.record(z.string(), z.looseObject({})).default({});

/** What is read of a synthesised service stack. */
const stackSchema = z.looseObject({
  resource: z.looseObject({
    aws_lambda_function: resources,
    aws_api_gateway_stage: resources,
    aws_subnet: z.record(z.string(), z.looseObject({ availability_zone: z.string() })).default({}),
  }),
  data: z
    .looseObject({
      aws_vpc_endpoint_service: z
        .record(z.string(), z.looseObject({ service: z.string(), service_type: z.string() }))
        .default({}),
    })
    .optional(),
  output: z.looseObject({
    endpoints: z.looseObject({ value: z.array(deployedEndpointSchema) }),
  }),
});

/** What a service stack asks of its account. */
export interface Needs {
  readonly endpoints: readonly DeployedEndpoint[];
  /** Concurrency that its functions reserve for themselves. */
  readonly reservedConcurrency: number;
  /** Whether its API writes logs: API Gateway does so as one role of the whole account. */
  readonly apiLogs: boolean;
  /** Availability zones of its network; none without one. */
  readonly zones: readonly string[];
  /** Services that its network has an interface endpoint for: `sagemaker.runtime`. */
  readonly interfaceServices: readonly string[];
  /** What of it has an end of support. */
  readonly components: readonly Component[];
}

/**
 * What a synthesised service stack asks of its account.
 *
 * @param others further stacks of the environment, for their components
 */
export function needsOf(stack: unknown, others: readonly unknown[] = []): Needs {
  const { data, resource, output } = stackSchema.parse(stack);
  const reserved = Object.values(resource.aws_lambda_function).map(
    ({ reserved_concurrent_executions: count }) =>
      typeof count === "number" ? Math.max(0, count) : 0,
  );
  const stages = Object.values(resource.aws_api_gateway_stage);
  return {
    endpoints: output.endpoints.value,
    reservedConcurrency: reserved.reduce((sum, count) => sum + count, 0),
    apiLogs: stages.some((stage) => "access_log_settings" in stage),
    zones: distinct(Object.values(resource.aws_subnet).map((subnet) => subnet.availability_zone)),
    interfaceServices: distinct(
      Object.values(data?.aws_vpc_endpoint_service ?? {})
        .filter(({ service_type: type }) => type === "Interface")
        .map(({ service }) => service),
    ),
    components: componentsOf([stack, ...others]),
  };
}

/** Reads what the service stack in a directory asks. */
export function readNeeds(directory: string, others: readonly string[] = []): Needs {
  return needsOf(readStack(directory), others.map(readStack));
}

function readStack(directory: string): unknown {
  return JSON.parse(readFileSync(join(directory, "cdk.tf.json"), "utf8"));
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}
