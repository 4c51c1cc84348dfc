import { APIGatewayClient, GetApiKeyCommand } from "@aws-sdk/client-api-gateway";
import type { LocalClientConfig } from "@pictor/local";

/** Values of API keys, by client. */
export async function keysOf(
  ids: Readonly<Record<string, string>>,
  config: LocalClientConfig,
): Promise<Readonly<Record<string, string>>> {
  const gateway = new APIGatewayClient(config);
  const named = Object.entries(ids).map(async ([client, apiKey]) => {
    const { value } = await gateway.send(new GetApiKeyCommand({ apiKey, includeValue: true }));
    return [client, value ?? ""];
  });
  return Object.fromEntries(await Promise.all(named));
}
