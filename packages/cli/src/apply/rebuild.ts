import { runChild, scrubbedEnvironment, UserError } from "@pictor/terraform";
import type { Steps } from "../run/display/steps";
import { layout } from "../run/layout";

export interface RebuildProps {
  readonly steps: Steps;
  readonly logFile: string;
  readonly signal: AbortSignal;
  /** Whether to compile what has not changed, too. */
  readonly everything: boolean;
}

/** Compiles the apps and all that they use. */
export async function rebuild(props: RebuildProps): Promise<void> {
  const { steps, logFile, signal, everything } = props;
  await steps.run("build", async (step) => {
    const { code } = await runChild({
      name: "build",
      command: process.execPath,
      args: [layout.compile, "--filter=./apps/*", ...(everything ? ["--force"] : [])],
      directory: layout.root,
      environment: { ...scrubbedEnvironment(process.env), CI: "1" },
      logFile,
      onLine: (line) => {
        if (line.trim() !== "") step.progress(line.trim());
      },
      signal,
    });
    if (code !== 0) throw new UserError(`the build ended with exit code ${code}`, { logFile });
    return { value: undefined, detail: "apps and constructs compiled" };
  });
}
