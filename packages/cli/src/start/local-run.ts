import { chmodSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import type { Place } from "@pictor/contracts";
import { claimRun, logDirectory, type Run, readRun, releaseRun, updateRun } from "@pictor/local";
import {
  identify,
  type ProcessIdentity,
  type ProviderSource,
  providerVariables,
} from "@pictor/terraform";
import { Workspace } from "../apply/workspace";
import { type Home, localReleasesDirectory } from "../run/home";

/** Runs whose logs are kept, this one included. */
const keptRuns = 5;

export interface LocalRunProps {
  readonly home: Home;
  readonly id: string;
  readonly place: Place;
  readonly provider: ProviderSource;
}

/** One run of the local AWS: its directory and the run file that tells other commands of it. */
export class LocalRun {
  private current: Run;

  /** Claims the home's run file. Of two that try at once, one gets it. */
  public constructor(private readonly props: LocalRunProps) {
    const { home, id, place, provider } = props;
    const directory = runDirectory(home, id);
    this.current = {
      schema: 1,
      id,
      supervisor: ownIdentity(),
      directory,
      environment: place.environment,
      accountId: place.accountId,
      region: place.region,
      releasesDirectory: localReleasesDirectory(home, place.environment),
      terraform: providerVariables(provider, directory),
    };
    claimRun(home.runFile, this.current);
    forgetOldRuns(home, id);
  }

  public get record(): Run {
    return this.current;
  }

  /** The record as the run file has it: other commands may have changed it. */
  public get latest(): Run {
    const reading = readRun(this.props.home.runFile);
    const isOwn = reading.kind === "running" && reading.run.id === this.props.id;
    return isOwn ? reading.run : this.current;
  }

  public get workspace(): Workspace {
    return new Workspace(this.current);
  }

  public update(change: Pick<Run, "emulator"> | Pick<Run, "api"> | Pick<Run, "page">): void {
    this.current = { ...this.latest, ...change };
    updateRun(this.props.home.runFile, this.current);
  }

  /** Gives the run file up and keeps nothing of the run but its logs. */
  public finish(): void {
    releaseRun(this.props.home.runFile, this.current);
    keepLogs(this.current.directory);
  }
}

/** Directory of a run. */
export function runDirectory(home: Home, id: string): string {
  const directory = join(home.runs, id);
  mkdirSync(directory, { recursive: true });
  // An older home may be open to everybody.
  for (const path of [home.directory, home.runs]) chmodSync(path, 0o700);
  return directory;
}

/** Keeps the logs of the last runs, also of those that were killed before they could clear up. */
function forgetOldRuns({ runs }: Home, own: string): void {
  const others = readdirSync(runs)
    .filter((id) => id !== own)
    .sort();
  const kept = others.slice(1 - keptRuns);
  for (const id of others) {
    if (kept.includes(id)) keepLogs(join(runs, id));
    else rmSync(join(runs, id), { recursive: true, force: true });
  }
}

/** Removes all of a run's directory but its logs. */
export function keepLogs(directory: string): void {
  const logs = basename(logDirectory(directory));
  for (const name of readdirSync(directory)) {
    if (name !== logs) rmSync(join(directory, name), { recursive: true, force: true });
  }
}

function ownIdentity(): ProcessIdentity {
  const identity = identify(process.pid);
  if (identity === undefined)
    throw new Error("the operating system lists no process with this process's id");
  return identity;
}
