import { Child, type ChildEnd, type ChildProps } from "./child";
import { SilenceLimit } from "./silence-limit";
import { UserError } from "./user-error";

/** Properties of {@link runChild}. */
export interface RunChildProps extends ChildProps {
  /** What it does, for error messages. */
  readonly name: string;
  /** Ends it. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds without progress after which it is ended. @default 300000 */
  readonly silenceLimitMs?: number | undefined;
  /** Whether a line of standard output is progress. @default every line is */
  readonly isProgress?: (line: string) => boolean;
}

/**
 * Runs a child to its end, whatever its exit code.
 *
 * @throws UserError where it was silent for too long; the signal's reason where that ended it
 */
export async function runChild(props: RunChildProps): Promise<ChildEnd> {
  const { name, logFile, signal, silenceLimitMs = 300_000, isProgress = () => true } = props;
  signal?.throwIfAborted();
  const child = new Child({
    ...props,
    onLine: (line) => {
      if (isProgress(line)) silence.push();
      props.onLine?.(line);
    },
  });
  const stop = (): void => void child.stop();
  const silence = new SilenceLimit(silenceLimitMs, stop);
  signal?.addEventListener("abort", stop, { once: true });
  try {
    const end = await child.ended;
    signal?.throwIfAborted();
    if (silence.reached) {
      throw new UserError(`${name}: ended after ${silenceLimitMs / 1000} s without progress`, {
        logFile,
      });
    }
    if (end.logProblem !== undefined) {
      throw new UserError(`${name}: ${logFile} cannot be written: ${end.logProblem.message}`);
    }
    return end;
  } finally {
    silence.stop();
    signal?.removeEventListener("abort", stop);
  }
}
