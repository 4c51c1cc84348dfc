import { join } from "node:path";
import { runChild, scrubbedEnvironment, UserError } from "@pictor/local";
import { layout, nodeDirectory } from "../layout";
import type { Steps } from "../report/steps";

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
  const inherited = scrubbedEnvironment(process.env);
  const tools = [join(layout.root, "node_modules", ".bin"), nodeDirectory(), inherited.PATH];
  await steps.run("build", async (step) => {
    const { code } = await runChild({
      name: "build",
      command: layout.turbo,
      args: [
        ...["run", "build", "--filter=./apps/*", "--output-logs=errors-only"],
        ...(everything ? ["--force"] : []),
      ],
      directory: layout.root,
      environment: {
        ...inherited,
        PATH: tools.join(":"),
        TURBO_TELEMETRY_DISABLED: "1",
        DO_NOT_TRACK: "1",
        CI: "1",
      },
      logFile,
      onLine: (line) => {
        if (line.trim() !== "") step.progress(line.trim());
      },
      signal,
    });
    if (code !== 0) throw new UserError(`turbo ended with exit code ${code}`, { logFile });
    return { value: undefined, detail: "apps and constructs compiled" };
  });
}
