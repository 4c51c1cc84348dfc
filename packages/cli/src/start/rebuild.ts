import { join } from "node:path";
import { runChild, scrubbedEnvironment, UserError } from "@pictor/local";
import { layout, nodeDirectory } from "../layout";
import type { Steps } from "../report/steps";

/** Compiles the apps and all that they use, whatever turbo's cache holds. */
export async function rebuild(steps: Steps, directory: string, signal: AbortSignal): Promise<void> {
  const logFile = join(directory, "logs", "build.log");
  const inherited = scrubbedEnvironment(process.env);
  const tools = [join(layout.root, "node_modules", ".bin"), nodeDirectory(), inherited.PATH];
  await steps.run("build", async (step) => {
    const { code } = await runChild({
      name: "build",
      command: layout.turbo,
      args: ["run", "build", "--force", "--filter=./apps/*", "--output-logs=errors-only"],
      directory: layout.root,
      environment: {
        ...inherited,
        PATH: tools.join(":"),
        TURBO_TELEMETRY_DISABLED: "1",
        DO_NOT_TRACK: "1",
        CI: "1",
      },
      logFile,
      onLine: (line) => step.progress(line.trim()),
      signal,
    });
    if (code !== 0) throw new UserError(`turbo ended with exit code ${code}`, { logFile });
    return { value: undefined, detail: "apps and constructs compiled anew" };
  });
}
