import type { Steps } from "../run/display/steps";
import type { JobClients } from "./clients";
import { waitFor } from "./command";
import { type Execution, readExecution } from "./execution";

/** How a run is followed. */
export interface FollowProps {
  readonly clients: JobClients;
  readonly steps: Steps;
  readonly arn: string;
  /** Milliseconds between two looks. */
  readonly pollMs: number;
  readonly signal: AbortSignal;
  /** Says how far the run is in a state of its machine, which is empty before the first. */
  readonly progressOf: (state: string) => Promise<string>;
}

/** Follows a run to its end, whatever that is; `undefined` if Step Functions has deleted the execution. */
export async function followRun(props: FollowProps): Promise<Execution | undefined> {
  const { arn, clients, pollMs, progressOf, signal, steps } = props;
  return steps.run("run", async ({ progress }) => {
    for (;;) {
      const value = await readExecution(clients, arn);
      if (value?.status !== "RUNNING") {
        const detail = value?.status.toLowerCase().replace("_", " ") ?? "ended long ago";
        return { value, detail };
      }
      progress(await progressOf(value.state));
      await waitFor(pollMs, signal);
    }
  });
}
