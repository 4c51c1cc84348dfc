import { type APIGatewayClient, GetAccountCommand } from "@aws-sdk/client-api-gateway";
import type { Place } from "@pictor/contracts";
import type { Finding } from "../report/finding";

/** Whether API Gateway may write logs: without a role of the account's, a stage that logs cannot be made. */
export async function checkApiLogRole(client: APIGatewayClient, place: Place): Promise<Finding> {
  const { cloudwatchRoleArn } = await client.send(new GetAccountCommand({}));
  const check = "api logs";
  if (cloudwatchRoleArn) return { check, status: "ok", text: `written as ${cloudwatchRoleArn}` };
  return {
    check,
    status: "failed",
    text: "API Gateway has no role to write logs as in this account and region",
    fix: `(cd apps/account && PICTOR_ACCOUNT_ID=${place.accountId} PICTOR_REGION=${place.region} npx cdktf deploy account)`,
  };
}
