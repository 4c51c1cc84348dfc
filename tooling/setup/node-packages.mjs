import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./paths.mjs";
import { hashOf, isFresh, writeStamp } from "./stamp.mjs";
import { step } from "./step.mjs";

/** Installs the Node packages, Node 22 and pnpm among them, exactly as the lock file says. */
export async function nodePackages() {
  const stamp = join(root, "node_modules", ".pictor-set-up");
  const inputs = hashOf(
    ["package.json", "pnpm-workspace.yaml", "pnpm-lock.yaml"].map((file) => join(root, file)),
  );
  if (isFresh(stamp, inputs)) return;
  const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  await step("Node packages", [
    [
      "npx",
      ["--yes", packageManager, "install", "--frozen-lockfile", "--prefer-offline"],
      { CI: "true" },
    ],
  ]);
  writeStamp(stamp, inputs);
}
