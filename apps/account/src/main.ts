import { App } from "cdktf";
import { readAccount } from "./account";
import { AccountStack } from "./account-stack";
import { deploymentsTo } from "./deployment";
import { deployments } from "./deployments";

try {
  const account = readAccount(process.env);
  const own = deploymentsTo(account, deployments);
  if (own.length === 0) {
    console.error(
      `no deploy role and no boundary is created, since apps/account/src/deployments.ts names no environment in account '${account.accountId}' and region '${account.region}': add an environment to that file to deploy one there`,
    );
  }
  const app = new App();
  new AccountStack(app, "account", account, own);
  app.synth();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
