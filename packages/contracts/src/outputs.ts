import * as z from "zod";
import { targetKinds } from "./target";

/** Outputs of the service stack, as tools read them. The API key's value is never one: fetch it with GetApiKey. */
export const stackOutputs = [
  "apiId",
  "stage",
  "apiUrl",
  "apiKeyId",
  "endpointNames",
  "endpoints",
] as const;

export type StackOutput = (typeof stackOutputs)[number];

/** Name of the API's only stage. */
export const stageName = "v1";

/** An endpoint as it was deployed: what is to be found in AWS afterwards. */
export const deployedEndpointSchema = z.strictObject({
  name: z.string().min(1),
  kind: z.enum(targetKinds),
  /** Name of the endpoint configuration that it is to run. */
  configuration: z.string().min(1),
  /** What the rows of a release's calibration call its capacity. */
  capacity: z.string().min(1),
  /** Whether Application Auto Scaling changes its capacity. */
  scales: z.boolean(),
  /** Of an endpoint on instances. */
  instances: z
    .strictObject({
      type: z.string().min(1),
      /** Fewest that there may be. */
      min: z.int().positive(),
      /** Most that there are at a time: while an update of the most that scaling makes runs. */
      mostWhileUpdating: z.int().positive(),
      /** Whether they must be in two zones or more. */
      highAvailability: z.boolean(),
      /** Security group of their network interfaces, which tell their zones. */
      securityGroupId: z.string().min(1),
    })
    .optional(),
  /** Of a serverless endpoint. */
  serverless: z.strictObject({ maxConcurrency: z.int().positive() }).optional(),
});

export type DeployedEndpoint = z.infer<typeof deployedEndpointSchema>;
