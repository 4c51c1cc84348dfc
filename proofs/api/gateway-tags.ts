import {
  APIGatewayClient,
  GetApiKeysCommand,
  GetRestApisCommand,
  GetStagesCommand,
  GetUsagePlansCommand,
} from "@aws-sdk/client-api-gateway";
import type { LocalClientConfig } from "@pictor/local";

type Tags = Readonly<Record<string, string>>;
interface Tagged {
  readonly tags?: Tags | undefined;
}

/** Tags that API Gateway has of its APIs, their stages, its keys and usage plans: one item for each of them. */
export async function gatewayTags(
  config: LocalClientConfig,
): Promise<Readonly<Record<"apis" | "stages" | "keys" | "plans", readonly Tags[]>>> {
  const client = new APIGatewayClient(config);
  const [{ items: apis = [] }, { items: keys }, { items: plans }] = await Promise.all([
    client.send(new GetRestApisCommand({})),
    client.send(new GetApiKeysCommand({})),
    client.send(new GetUsagePlansCommand({})),
  ]);
  const stages = await Promise.all(
    apis.map(({ id: restApiId }) => client.send(new GetStagesCommand({ restApiId }))),
  );
  return {
    apis: tagsOf(apis),
    stages: tagsOf(stages.flatMap(({ item = [] }) => item)),
    keys: tagsOf(keys),
    plans: tagsOf(plans),
  };
}

function tagsOf(items: readonly Tagged[] = []): readonly Tags[] {
  return items.map(({ tags = {} }) => tags);
}
