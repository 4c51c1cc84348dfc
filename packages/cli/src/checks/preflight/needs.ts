import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { DeployedEndpoint } from "@pictor/contracts";
import { deployedEndpointSchema } from "@pictor/contracts/schemas";
import * as z from "zod";

const resources = z.record(z.string(), z.looseObject({})).default({});

/** What is read of a synthesised service stack. */
const stackSchema = z.looseObject({
  resource: z.looseObject({
    aws_lambda_function: resources,
    aws_api_gateway_stage: resources,
  }),
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
}

/** What a synthesised service stack asks of its account. */
export function needsOf(stack: unknown): Needs {
  const { resource, output } = stackSchema.parse(stack);
  const reserved = Object.values(resource.aws_lambda_function).map(
    ({ reserved_concurrent_executions: count }) =>
      typeof count === "number" ? Math.max(0, count) : 0,
  );
  const stages = Object.values(resource.aws_api_gateway_stage);
  return {
    endpoints: output.endpoints.value,
    reservedConcurrency: reserved.reduce((sum, count) => sum + count, 0),
    apiLogs: stages.some((stage) => "access_log_settings" in stage),
  };
}

/** Reads what the stack in a directory asks. */
export function readNeeds(directory: string): Needs {
  return needsOf(JSON.parse(readFileSync(join(directory, "cdk.tf.json"), "utf8")));
}
