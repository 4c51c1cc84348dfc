import { refuseSecondRun } from "@pictor/local";
import type { Display } from "../run/display/display";
import type { Home } from "../run/home";
import { abortOnSignals, Interrupted } from "../run/interrupt";
import type { Session } from "./session";

export interface SupervisedProps {
  readonly home: Home;
  readonly display: Display;
  /** Claims the home and says what shall run. */
  readonly open: (controller: AbortController) => Promise<Session>;
  /** Brings up what shall run; what it starts ends when it returns or throws. */
  readonly work: (session: Session) => Promise<void>;
}

/** Holds a run together: whatever happens to it, everything that it started ends before this returns. */
export async function supervise({ home, display, open, work }: SupervisedProps): Promise<void> {
  refuseSecondRun(home.runFile);
  const controller = new AbortController();
  const stopListening = abortOnSignals(controller);
  try {
    const session = await open(controller);
    try {
      await work(session);
    } finally {
      await session.close();
    }
  } finally {
    stopListening();
    display.close();
  }
}

/** Until a signal comes or the local AWS ends. To be ended by `pictor stop` is how it should go. */
export async function untilEnded({ signal, display }: Session): Promise<void> {
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
  if (!(signal.reason instanceof Interrupted) || signal.reason.signal !== "SIGTERM") {
    throw signal.reason;
  }
  display.note("received SIGTERM, as from 'pictor stop'; ending everything");
}
