/** Somebody wants the command to end. */
export class Interrupted extends Error {
  public constructor(public readonly signal: "SIGINT" | "SIGTERM" | "SIGHUP") {
    super(`ended by ${signal}`);
  }

  /** What a shell expects of a command that a signal ended. */
  public get exitCode(): number {
    return { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 }[this.signal];
  }
}

/** One Ctrl-C can arrive twice: from the terminal and from npm. */
const sameKeyMs = 500;

/**
 * Aborts `controller` at the first signal, so that everything can end in order. At the second the process ends at
 * once; its children then see their pipe close and end too. Where a parent holds an IPC channel, its end is a signal,
 * too: a parent that is killed cannot send one.
 *
 * @returns how to stop listening
 */
export function abortOnSignals(controller: AbortController): () => void {
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  let first: number | undefined;
  const listener = (signal: NodeJS.Signals): void => {
    const reason = new Interrupted(signals.find((known) => known === signal) ?? "SIGTERM");
    if (first === undefined) {
      first = performance.now();
      controller.abort(reason);
    } else if (performance.now() - first > sameKeyMs) {
      process.exit(reason.exitCode);
    }
  };
  for (const signal of signals) process.on(signal, listener);
  const orphaned = (): void => controller.abort(new Interrupted("SIGHUP"));
  process.on("disconnect", orphaned);
  // Listening alone would keep this process alive.
  process.channel?.unref();
  return () => {
    for (const signal of signals) process.off(signal, listener);
    process.off("disconnect", orphaned);
  };
}
