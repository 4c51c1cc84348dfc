/** Outputs of the service stack, as tools read them. The API key's value is never one: fetch it with GetApiKey. */
export const stackOutputs = [
  "apiId",
  "stage",
  "apiUrl",
  "apiKeyId",
  "endpointNames",
  "endpoints",
] as const;

/** Name of an output of the service stack. */
export type StackOutput = (typeof stackOutputs)[number];

/** Name of the API's only stage. */
export const stageName = "v1";
