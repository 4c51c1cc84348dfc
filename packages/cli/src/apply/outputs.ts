import type { StackOutput } from "@pictor/contracts";
import { deployedEndpointSchema } from "@pictor/contracts/schemas";
import * as z from "zod";

/** Outputs of a service stack, as Terraform reports them. */
export const serviceOutputsSchema = z.looseObject({
  apiId: z.string(),
  stage: z.string(),
  apiUrl: z.string(),
  apiKeyId: z.string(),
  endpointNames: z.array(z.string()),
  endpoints: z.array(deployedEndpointSchema),
} satisfies Record<StackOutput, z.ZodType>);
