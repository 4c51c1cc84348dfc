import { readFileSync } from "node:fs";
import { join } from "node:path";
import { chooseBrowser } from "./browser.mjs";
import { SetUpError } from "./errors.mjs";
import { root } from "./paths.mjs";
import { hashOf, isFresh, writeStamp } from "./stamp.mjs";
import { say, step } from "./step.mjs";

/** What installs the Node packages, Node 22 and pnpm among them, exactly as locked; nothing where they are. */
export function nodePackages() {
  const stamp = join(root, "node_modules", ".pictor-set-up");
  const inputs = hashOf(
    ["package.json", "pnpm-workspace.yaml", "pnpm-lock.yaml"].map((file) => join(root, file)),
  );
  if (isFresh(stamp, inputs)) return undefined;
  return async () => {
    const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const install = ["--yes", packageManager, "install", "--frozen-lockfile", "--prefer-offline"];
    await step("Node packages", [["npx", install, { CI: "true" }]]);
    sayWithoutBrowser();
    writeStamp(stamp, inputs);
  };
}

/** Nothing but the page's tests needs one: said once, here, and a failure only there. */
function sayWithoutBrowser() {
  try {
    chooseBrowser(process.env, `${process.platform}-${process.arch}`);
  } catch (error) {
    if (!(error instanceof SetUpError)) throw error;
    say(error.message);
  }
}
