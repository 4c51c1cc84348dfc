import { spawnSync } from "node:child_process";

/** Runs a command that must succeed; returns its standard output. */
export function command(
  name: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = process.env,
): string {
  const { status, stdout, stderr } = spawnSync(name, [...args], {
    cwd,
    env,
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`${name} ${args.join(" ")}: ${stderr}${stdout}`);
  return stdout;
}
