/** Outputs of the service stack, as tools read them. The API key's value is never one: fetch it with GetApiKey. */
export const stackOutputs = ["apiId", "stage", "apiUrl", "apiKeyId", "endpointNames"] as const;

export type StackOutput = (typeof stackOutputs)[number];

/** Name of the API's only stage. */
export const stageName = "v1";
