// Writes the addresses, names and policies of synthesised stacks into the fixture that unit tests compare with:
//
//   node tooling/write-identities.mjs <fixture.json> <cdktf.out>…
//
// The fixtures of the apps are of commit 3901010, each environment with the manifest `manifestOf("a")` of
// `@pictor/testing`; the account stack of each account without overrides. They are not written anew when something
// changes: a difference that is intended gets a row with its reason in the test.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const { stackIdentities } = createRequire(import.meta.url)("../packages/testing/dist/index.js");

const [fixture, ...outputs] = process.argv.slice(2);
if (fixture === undefined || outputs.length === 0) {
  console.error("usage: node tooling/write-identities.mjs <fixture.json> <cdktf.out>…");
  process.exit(2);
}
const stacks = outputs.flatMap((output) =>
  readdirSync(join(output, "stacks")).map((name) => {
    const json = readFileSync(join(output, "stacks", name, "cdk.tf.json"), "utf8");
    const {
      allowed_account_ids: [account],
    } = JSON.parse(json).provider.aws[0];
    return [name === "account" ? `account-${account}` : name, stackIdentities(json)];
  }),
);
writeFileSync(fixture, `${JSON.stringify(Object.fromEntries(stacks), null, 2)}\n`);
