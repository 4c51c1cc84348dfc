import { App } from "cdktf";
import { readAccount } from "./account";
import { AccountStack } from "./account-stack";

try {
  const app = new App();
  new AccountStack(app, "account", readAccount(process.env));
  app.synth();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
