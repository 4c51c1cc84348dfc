import * as z from "zod";
import type { DeployedEndpoint } from "../deployed-endpoint";

const common = {
  name: z.string().min(1),
  // Outputs of a deployment from before there were controllers do not say it.
  owner: z.enum(["terraform", "controller"]).default("terraform"),
  configuration: z.string().min(1),
  capacity: z.string().min(1),
  scales: z.boolean(),
};

/** An endpoint as the stack's outputs describe it. */
export const deployedEndpointSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    ...common,
    kind: z.literal("realTime"),
    instances: z.strictObject({
      type: z.string().min(1),
      min: z.int().positive(),
      mostWhileUpdating: z.int().positive(),
      highAvailability: z.boolean(),
      securityGroupId: z.string().min(1),
    }),
  }),
  z.strictObject({
    ...common,
    kind: z.literal("serverless"),
    serverless: z.strictObject({ maxConcurrency: z.int().positive() }),
  }),
]) satisfies z.ZodType<DeployedEndpoint>;
