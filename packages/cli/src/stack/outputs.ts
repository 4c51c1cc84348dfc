import type { stackOutputs } from "@pictor/contracts";
import * as z from "zod";

/** Outputs of a service stack, as Terraform reports them. */
export const serviceOutputsSchema: z.ZodType<ServiceOutputs> = z.looseObject({
  apiId: z.string(),
  stage: z.string(),
  apiUrl: z.string(),
  apiKeyId: z.string(),
  endpointNames: z.array(z.string()),
});

export interface ServiceOutputs extends Record<(typeof stackOutputs)[number], unknown> {
  readonly apiId: string;
  readonly stage: string;
  readonly apiUrl: string;
  readonly apiKeyId: string;
  readonly endpointNames: readonly string[];
}
