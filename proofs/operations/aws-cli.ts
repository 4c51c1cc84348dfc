import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { LocalClientConfig } from "@pictor/local";
import type { Variables } from "@pictor/terraform";
import { toolBin } from "../shared/python-tool";

/** The directory of `aws`, as an operator has it. */
export const cliBin = toolBin("awscli");

/** What the CLI needs on every machine: no pager, and nothing of the user's own. */
export const quietCli: Variables = {
  AWS_PAGER: "",
  AWS_EC2_METADATA_DISABLED: "true",
  AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
};

/** Calls the CLI as the account's root, whom no policy stops: for what a test prepares or looks at. Returns its JSON. */
export function askAsRoot(root: LocalClientConfig, ...args: readonly string[]): unknown {
  const { status, stdout, stderr } = spawnSync(join(cliBin, "aws"), [...args, "--output", "json"], {
    env: {
      ...quietCli,
      PATH: process.env.PATH,
      AWS_CONFIG_FILE: "/dev/null",
      AWS_ENDPOINT_URL: root.endpoint,
      AWS_DEFAULT_REGION: root.region,
      AWS_ACCESS_KEY_ID: root.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: root.credentials.secretAccessKey,
    },
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`aws ${args.join(" ")}: ${stderr}`);
  return stdout.trim() === "" ? undefined : JSON.parse(stdout);
}
