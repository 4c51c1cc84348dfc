import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  Child,
  type ChildEnd,
  logTail,
  type ProcessIdentity,
  scrubbedEnvironment,
  UserError,
  type Variables,
} from "@pictor/terraform";
import type { LocalCredentials } from "./environment";
import { logDirectory } from "./log-directory";

export interface EmulatorProps {
  /** The package's directory: its Python sources and their environment. */
  readonly packageDirectory: string;
  /** Account that the local AWS plays, twelve digits. */
  readonly accountId: string;
  readonly region: string;
  /** Directory for everything it writes; its logs are in `logs`. */
  readonly runDirectory: string;
  /** Directory of the `node` that runs the Lambda functions. */
  readonly nodeDirectory: string;
  /** Python of the serving stack, which runs the model servers. */
  readonly servingPython: string;
  /**
   * Python of the training toolkit, which runs training jobs. A job that begins before it exists fails.
   *
   * @default - none: every training job fails
   */
  readonly trainingPython?: string;
  /** Milliseconds until it must listen. @default 60000 */
  readonly readyLimitMs?: number;
  /** Ends it while it starts; afterwards `stop` does. */
  readonly signal?: AbortSignal;
  /** Called with what it reports while it runs. */
  readonly onEvent?: (event: EndpointEvent) => void;
}

/** What the emulator says about an endpoint. */
export interface EndpointEvent {
  readonly event: "endpoint";
  readonly name: string;
  readonly status: string;
  readonly reason?: string | null;
  /** Process of its model server, where it has one. */
  readonly pid?: number;
}

/** A running local AWS. */
export interface Emulator {
  readonly url: string;
  readonly port: number;
  readonly identity: ProcessIdentity;
  /** What requests must be signed with. */
  readonly credentials: LocalCredentials;
  readonly logFile: string;
  /** Fulfilled when it has ended, wanted or not. */
  readonly ended: Promise<ChildEnd>;
  /** Ends it with its model servers and Lambda workers. */
  stop(): Promise<void>;
}

interface ReadyEvent {
  readonly event: "ready";
  readonly port: number;
  readonly url: string;
}

/**
 * Starts the local AWS on a free port of loopback.
 *
 * @throws UserError where it does not listen in time or ends before
 */
export async function startEmulator(props: EmulatorProps): Promise<Emulator> {
  const logFile = join(logDirectory(props.runDirectory), "local-aws.log");
  const readyLimitMs = props.readyLimitMs ?? 60_000;
  let ready: (event: ReadyEvent) => void = () => undefined;
  const listening = new Promise<ReadyEvent>((resolve) => {
    ready = resolve;
  });
  const child = new Child({
    command: join(props.packageDirectory, ".venv", "bin", "python"),
    args: emulatorArguments(props),
    environment: emulatorEnvironment(props),
    logFile,
    endsWithItsInput: true,
    onLine: (line) => {
      const event = parseEvent(line);
      if (event?.event === "ready") ready(event);
      if (event?.event === "endpoint") props.onEvent?.(event);
    },
  });
  const limit = AbortSignal.timeout(readyLimitMs);
  const signal = props.signal === undefined ? limit : AbortSignal.any([props.signal, limit]);
  const late = new Promise<"late">((resolve) => {
    signal.addEventListener("abort", () => resolve("late"), { once: true });
  });
  const first = await Promise.race([listening, late, child.ended]);
  if (first === "late") {
    await child.stop();
    props.signal?.throwIfAborted();
    throw startError(`does not listen after ${readyLimitMs / 1000} s`, logFile);
  }
  if (!("event" in first)) {
    throw startError(
      `ended before it listened, with ${first.signal ?? `exit code ${first.code}`}`,
      logFile,
    );
  }
  return {
    url: first.url,
    port: first.port,
    identity: child.identity,
    credentials: readCredentials(props.runDirectory),
    logFile,
    ended: child.ended,
    stop: async () => {
      await child.stop();
    },
  };
}

/** The local AWS writes them, readable by its own user only, before it listens. */
function readCredentials(runDirectory: string): LocalCredentials {
  const stored = JSON.parse(readFileSync(join(runDirectory, "credentials.json"), "utf8"));
  return { accessKeyId: stored.access_key_id, secretAccessKey: stored.secret_access_key };
}

function emulatorArguments(props: EmulatorProps): string[] {
  return [
    ...["-m", "pictor_local"],
    ...["--account-id", props.accountId],
    ...["--region", props.region],
    ...["--run-dir", props.runDirectory],
    ...["--node-bin", props.nodeDirectory],
    ...["--serving-python", props.servingPython],
    ...(props.trainingPython === undefined ? [] : ["--training-python", props.trainingPython]),
  ];
}

function emulatorEnvironment(props: EmulatorProps): Variables {
  return {
    ...scrubbedEnvironment(process.env),
    PYTHONPATH: join(props.packageDirectory, "python"),
    PYTHONDONTWRITEBYTECODE: "1",
    PYTHONUNBUFFERED: "1",
  };
}

/** Reads a line of the emulator's standard output; `undefined` for one that is no event. */
export function parseEvent(line: string): ReadyEvent | EndpointEvent | undefined {
  try {
    const event = JSON.parse(line);
    return event?.event === "ready" || event?.event === "endpoint" ? event : undefined;
  } catch {
    return undefined;
  }
}

function startError(what: string, logFile: string): UserError {
  const missing = logTail(logFile, 3).some((line) => /ENOENT|No module named/.test(line));
  return new UserError(`the local AWS ${what}`, {
    logFile,
    hint: missing ? "run 'npm run setup' and try again" : "run it again with --verbose",
  });
}
