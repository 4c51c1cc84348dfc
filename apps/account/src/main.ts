import { App } from "cdktf";
import { readAccount } from "./account";
import { AccountStack } from "./account-stack";
import { deploymentsTo } from "./deployment";
import { readEnvironments } from "./environments";

try {
  const account = readAccount(process.env);
  const own = deploymentsTo(account, readEnvironments());
  if (own.length === 0) {
    console.error(
      `no deploy role and no boundary is created, since apps/image-classifier/environments has no environment in account '${account.accountId}' and region '${account.region}': write one with 'pictor environment new'`,
    );
  }
  const app = new App();
  new AccountStack(app, "account", account, own);
  app.synth();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
