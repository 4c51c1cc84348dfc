import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** What a command wrote, and how it ended. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built program in an empty home. Nobody listens where AWS should be: on the discard port. */
export function runWithoutAws(
  home: string,
  words: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Ended {
  const main = join(__dirname, "..", "dist", "main.js");
  return spawnSync(process.execPath, ["--throw-deprecation", main, ...words], {
    cwd: home,
    env: {
      PATH: process.env.PATH,
      HOME: home,
      PICTOR_HOME: home,
      PICTOR_ENVIRONMENTS_DIR: join(home, "environments"),
      AWS_ENDPOINT_URL: "http://127.0.0.1:9",
      AWS_EC2_METADATA_DISABLED: "true",
      NODE_COMPILE_CACHE: join(home, "compiled"),
      ...variables,
    },
    encoding: "utf8",
  });
}
