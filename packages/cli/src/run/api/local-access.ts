import { APIGatewayClient, GetApiKeyCommand } from "@aws-sdk/client-api-gateway";
import { localClient, type Run } from "@pictor/local";
import { UserError } from "@pictor/terraform";
import type { ApiAccess } from "./classify";

/** Base URL of a deployed stage on the local AWS: the host that AWS names exists only there. */
export function localApiUrl(emulatorUrl: string, apiId: string, stage: string): string {
  return `${emulatorUrl}/_aws/execute-api/${apiId}/${stage}`;
}

/**
 * Access to the API of a local run; the key's value is asked for, never stored.
 *
 * @throws UserError where the run has no API yet
 */
export async function localAccess(run: Run): Promise<ApiAccess> {
  const { api, emulator, region } = run;
  if (api === undefined || emulator === undefined) {
    throw new UserError("the API is not deployed yet", {
      hint: "wait until 'pictor start' prints the API's URL",
    });
  }
  const client = new APIGatewayClient(localClient({ ...emulator, region }));
  const { value } = await client.send(
    new GetApiKeyCommand({ apiKey: api.apiKeyId, includeValue: true }),
  );
  if (value === undefined) throw new UserError(`API key ${api.apiKeyId} has no value`);
  return { url: api.url, apiKey: value };
}
