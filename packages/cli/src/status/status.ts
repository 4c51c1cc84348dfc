import { names } from "@pictor/contracts";
import { logDirectory, type Run, type RunReading } from "@pictor/local";
import type { AlarmState, CapacityState, EndpointState } from "@pictor/page";
import { AppliedStack } from "../apply/applied-stack";
import { Workspace } from "../apply/workspace";
import { minuteText } from "../capacity/times";
import { liveRelease } from "./model-facts";
import { observe } from "./observe";
import { countRequests, type RequestCounts } from "./request-counts";

/** What runs in a home. */
export type Status =
  | { readonly kind: "none" }
  /** The last run ended without clearing up: its supervisor was killed, or the machine went down. */
  | { readonly kind: "died"; readonly logs: string | undefined }
  | ({ readonly kind: "running" } & RunningStatus);

export interface RunningStatus {
  readonly environment: string;
  readonly localAws: string | undefined;
  readonly page: string | undefined;
  readonly logs: string;
  readonly stacks: readonly { readonly name: string; readonly applied: boolean }[];
  /** Missing until the API is deployed. */
  readonly service?: {
    readonly apiUrl: string;
    /** SHA-256 of the release that the manifest says is live. */
    readonly release: string;
    readonly endpoints: readonly EndpointState[];
    readonly alarms: readonly AlarmState[];
    readonly requests: RequestCounts;
    /** Missing where the environment is not adaptive. */
    readonly capacity?: CapacityState;
  };
}

/** Asks what runs. */
export async function readStatus(reading: RunReading): Promise<Status> {
  switch (reading.kind) {
    case "none":
      return { kind: "none" };
    case "stale": {
      const logs = reading.run === undefined ? undefined : logDirectory(reading.run.directory);
      return { kind: "died", logs };
    }
    case "running":
      return { kind: "running", ...(await describeRun(reading.run)) };
  }
}

async function describeRun(run: Run): Promise<RunningStatus> {
  const workspace = new Workspace(run);
  const { data, jobs, service } = names(run).stacks;
  const applied = (name: string) => AppliedStack.of(workspace, name).read() !== undefined;
  return {
    environment: run.environment,
    localAws: run.emulator?.url,
    page: run.page?.url,
    logs: workspace.logs,
    // Few environments have jobs.
    stacks: [data, service, ...(applied(jobs) ? [jobs] : [])].map((name) => ({
      name,
      applied: applied(name),
    })),
    ...(run.api !== undefined && { service: await describeService(run, run.api) }),
  };
}

async function describeService(
  run: Run,
  api: NonNullable<Run["api"]>,
): Promise<NonNullable<RunningStatus["service"]>> {
  const { endpoints, alarms, capacity, requests } = await observe(run, 0);
  return {
    apiUrl: api.url,
    release: liveRelease(run).sha256,
    endpoints,
    alarms,
    requests: countRequests(requests),
    ...(capacity !== undefined && { capacity }),
  };
}

/** The same for a person. */
export function renderStatus(status: Status): string {
  switch (status.kind) {
    case "none":
      return "nothing runs here; 'pictor start' starts it";
    case "died":
      return [
        "nothing is running: the last run was killed or the machine went down; its processes are gone",
        ...(status.logs === undefined ? [] : [`logs         ${status.logs}`]),
        "next         'pictor start' starts anew",
      ].join("\n");
    case "running":
      return renderRunning(status).join("\n");
  }
}

function renderRunning(status: RunningStatus): string[] {
  const { environment, localAws, page, stacks, service, logs } = status;
  return [
    row("environment", environment),
    row("local AWS", localAws ?? "starting"),
    row("page", page ?? "not served yet"),
    row("API", service?.apiUrl ?? "not deployed yet"),
    ...stacks.map(({ name, applied }) =>
      row("stack", `${name}: ${applied ? "applied" : "not applied"}`),
    ),
    ...(service === undefined ? [] : renderService(service)),
    row("logs", logs),
  ];
}

function renderService({
  release,
  endpoints,
  alarms,
  requests,
  capacity,
}: NonNullable<RunningStatus["service"]>): string[] {
  const { total, byStatus, byServer } = requests;
  const statuses = Object.entries(byStatus).map(([status, count]) => `${count} × ${status}`);
  return [
    row("release", release.slice(0, 12)),
    ...(capacity === undefined ? [] : [row("capacity", describeCapacity(capacity))]),
    ...endpoints.map(({ name, status, reason }) => {
      const served = `, served ${byServer[name] ?? 0}`;
      return row("endpoint", `${name}: ${status}${reason ? ` (${reason})` : ""}${served}`);
    }),
    ...alarms
      .filter(({ state }) => state !== "OK")
      .map(({ name, state }) => row("alarm", `${name}: ${state}`)),
    row("requests", total === 0 ? "none yet" : `${total}: ${statuses.join(", ")}`),
  ];
}

function describeCapacity({ mode, since, pin, decisions }: CapacityState): string {
  const [last] = decisions;
  return [
    since === undefined ? mode : `${mode} since ${minuteText(since)}`,
    ...(pin === undefined ? [] : [`pinned to ${pin}`]),
    ...(last === undefined ? [] : [`${last.because}: ${last.reason}`]),
  ].join(", ");
}

function row(name: string, text: string): string {
  return `${name.padEnd(12)} ${text}`;
}
