import { randomUUID } from "node:crypto";
import { linkSync, readFileSync, renameSync, rmSync } from "node:fs";
import { isAlive, type ProcessIdentity, UserError } from "@pictor/terraform";
import { replaceFile, writeDraft } from "./draft";
import type { LocalCredentials } from "./environment";

/** Its address and its ids are nobody else's. */
const ownerOnly = 0o600;

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
  readonly emulator?: ProcessIdentity & {
    readonly url: string;
    readonly port: number;
    readonly credentials: LocalCredentials;
  };
  /** The deployed API, as soon as it is there. */
  readonly api?: {
    readonly apiId: string;
    readonly stage: string;
    readonly apiKeyId: string;
    /** Base URL of the stage on loopback. */
    readonly url: string;
    readonly endpointNames: readonly string[];
  };
  /** The page to play with, as soon as it is served. */
  readonly page?: { readonly url: string };
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
  const reading = readRun(file);
  if (reading.kind === "running") throw alreadyRunning(reading.run);
  if (reading.kind === "stale") removeStale(file, reading.run);
  const draft = writeDraft(file, asText(run), ownerOnly);
  try {
    if (!linkIfFree(draft, file)) throw alreadyRunning(undefined);
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * Replaces the content of a run file that this run holds. Readers see the old or the new one, never half of one.
 *
 * @throws UserError where the file is gone or another run's
 */
export function updateRun(file: string, run: Run): void {
  const reading = readRun(file);
  const holder = reading.kind === "none" ? undefined : reading.run?.id;
  if (holder !== run.id) {
    const content = holder === undefined ? "holds no run any more" : `belongs to run ${holder}`;
    throw new UserError(`${file} ${content}, so run ${run.id} cannot go on`, {
      hint: "leave that file to pictor; 'pictor stop' ends the run",
    });
  }
  replaceFile(file, asText(run), ownerOnly);
}

/** Gives the run file up, if this run is the one that holds it. */
export function releaseRun(file: string, run: Run): void {
  const reading = readRun(file);
  if (reading.kind !== "none" && reading.run?.id === run.id) rmSync(file, { force: true });
}

/**
 * Removes what a dead run left. Between the look and the removal another run may have claimed the file: it is taken
 * aside first, looked at again, and put back where it is not the one that was seen.
 */
function removeStale(file: string, seen: Run | undefined): void {
  const aside = `${file}.${randomUUID()}`;
  if (!moveIfThere(file, aside)) return;
  try {
    const taken = readRun(aside);
    if (taken.kind !== "running" && (taken.kind === "none" || taken.run?.id === seen?.id)) return;
    linkIfFree(aside, file);
    throw alreadyRunning(taken.run);
  } finally {
    rmSync(aside, { force: true });
  }
}

function parseRun(text: string): Run | undefined {
  try {
    const value = JSON.parse(text);
    return value?.schema === 1 && typeof value.supervisor?.pid === "number" ? value : undefined;
  } catch {
    return undefined;
  }
}

function asText(run: Run): string {
  return `${JSON.stringify(run, null, 2)}\n`;
}

/** Returns whether the file was there. */
function moveIfThere(file: string, to: string): boolean {
  return unless("ENOENT", () => renameSync(file, to));
}

/** Gives a file a second name; returns whether that was free. */
function linkIfFree(file: string, name: string): boolean {
  return unless("EEXIST", () => linkSync(file, name));
}

/** Does something; returns `false` where it fails with this code. */
function unless(code: string, action: () => void): boolean {
  try {
    action();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== code) throw error;
    return false;
  }
}

function alreadyRunning(run: Run | undefined): UserError {
  const who = run === undefined ? "" : ` (process ${run.supervisor.pid})`;
  return new UserError(`a local AWS already runs here${who}`, {
    hint: "use it, or end it with 'pictor stop'; for a second one set PICTOR_HOME to another directory",
  });
}
