import { type APIGatewayClient, GetAccountCommand } from "@aws-sdk/client-api-gateway";
import type { Place } from "@pictor/contracts";
import type { Verdict } from "./check";

/** Whether API Gateway may write logs: without a role of the account's, a stage that logs cannot be made. */
export async function checkApiLogRole(client: APIGatewayClient, place: Place): Promise<Verdict> {
  const { cloudwatchRoleArn } = await client.send(new GetAccountCommand({}));
  if (cloudwatchRoleArn) return { status: "ok", text: `written as ${cloudwatchRoleArn}` };
  return {
    status: "failed",
    text: "API Gateway has no role to write logs as in this account and region",
    fix: `npm run pictor -- account ${place.accountId} --region ${place.region}`,
  };
}
