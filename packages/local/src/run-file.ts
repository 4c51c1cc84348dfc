import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { isAlive, type ProcessIdentity } from "./process-identity";
import { UserError } from "./user-error";

/** What runs, for the commands that come after `start`. */
export interface Run {
  readonly schema: 1;
  /** Name of the run and of its directory. */
  readonly id: string;
  /** The process that holds everything together: it ends, all ends. */
  readonly supervisor: ProcessIdentity;
  /** The run's directory: logs, synthesised stacks, what the local AWS writes. */
  readonly directory: string;
  readonly environment: string;
  readonly accountId: string;
  readonly region: string;
  /** Where the release manifests of this run are. */
  readonly releasesDirectory: string;
  /** Variables with which Terraform finds its providers. */
  readonly terraform: Readonly<Record<string, string>>;
  /** The local AWS, as soon as it listens. */
  readonly emulator?: ProcessIdentity & { readonly url: string; readonly port: number };
  /** The deployed API, as soon as it is there. */
  readonly api?: {
    readonly apiId: string;
    readonly stage: string;
    readonly apiKeyId: string;
    /** Base URL of the stage on loopback. */
    readonly url: string;
    readonly endpointNames: readonly string[];
  };
}

/** What a run file tells: a run that lives, what is left of one that died, or nothing. */
export type RunReading =
  | { readonly kind: "running"; readonly run: Run }
  | { readonly kind: "stale"; readonly run: Run | undefined }
  | { readonly kind: "none" };

/** Reads a run file and looks whether its supervisor still lives. */
export function readRun(file: string): RunReading {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return { kind: "none" };
    throw error;
  }
  const run = parseRun(text);
  return run !== undefined && isAlive(run.supervisor)
    ? { kind: "running", run }
    : { kind: "stale", run };
}

/**
 * Says early what {@link claimRun} would say later.
 *
 * @throws UserError where another run holds the file
 */
export function refuseSecondRun(file: string): void {
  const reading = readRun(file);
  if (reading.kind === "running") throw alreadyRunning(reading.run);
}

/**
 * Claims the run file for this run: of two that try at once, one gets it.
 *
 * @throws UserError where another run holds it
 */
export function claimRun(file: string, run: Run): void {
  refuseSecondRun(file);
  if (readRun(file).kind === "stale") rmSync(file, { force: true });
  const draft = writeDraft(file, run);
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    throw alreadyRunning(undefined);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Replaces the content of a run file that this run holds. Readers see the old or the new one, never half of one. */
export function updateRun(file: string, run: Run): void {
  renameSync(writeDraft(file, run), file);
}

/** Gives the run file up, if this run is the one that holds it. */
export function releaseRun(file: string, run: Run): void {
  const reading = readRun(file);
  if (reading.kind !== "none" && reading.run?.id === run.id) rmSync(file, { force: true });
}

function parseRun(text: string): Run | undefined {
  try {
    const value = JSON.parse(text);
    return value?.schema === 1 && typeof value.supervisor?.pid === "number" ? value : undefined;
  } catch {
    return undefined;
  }
}

function writeDraft(file: string, run: Run): string {
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(run, null, 2)}\n`, { mode: 0o600 });
  return draft;
}

function alreadyRunning(run: Run | undefined): UserError {
  const who = run === undefined ? "" : ` (process ${run.supervisor.pid})`;
  return new UserError(`a local AWS already runs here${who}`, {
    hint: "use it, or end it with 'pictor stop'; for a second one set PICTOR_HOME to another directory",
  });
}
