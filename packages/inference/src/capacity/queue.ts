import { limits, modelServer, type NamedInstanceType, type Release } from "@pictor/contracts";

/** A queue that an endpoint's owner asks for, and the release whose server keeps it. */
interface QueueInputs {
  /** Requests that wait in an instance's model server; absent for the default. */
  readonly queueLength?: number;
  readonly release: Pick<Release, "layout">;
}

/** Longest queue of an instance: as many requests as most accounts run functions at once. */
const longestQueue = 1000;

/** Share of an instance's memory that waiting requests may fill; the rest is the model's and the server's. */
const memoryShare = 0.5;

/** Requests that wait in an instance's model server. */
export function queueOf({ queueLength = modelServer.queue, release }: QueueInputs): number {
  return isFixed(release) ? modelServer.queue : queueLength;
}

/** Problems of a queue's length on an instance type; empty if valid. */
export function queueProblems(
  queueLength: number | undefined,
  { name, memoryGiB }: NamedInstanceType,
): string[] {
  if (queueLength === undefined) return [];
  if (!Number.isInteger(queueLength) || queueLength < 1 || queueLength > longestQueue) {
    return [`queueLength must be a whole number from 1 to ${longestQueue}, got ${queueLength}`];
  }
  const most = Math.floor((memoryGiB * 2 ** 30 * memoryShare) / limits.imageBytes);
  return queueLength > most
    ? [
        `queueLength ${queueLength} × ${limits.imageBytes / 1e6} MB is more than half of the ${memoryGiB} GiB of ${name}: at most ${most} requests may wait in it`,
      ]
    : [];
}

/** Warns of a length that the release's server does not read. */
export function queueWarnings({ queueLength, release }: QueueInputs): string[] {
  return queueLength !== undefined && queueLength !== queueOf({ queueLength, release })
    ? [
        `queueLength ${queueLength} has no effect on this release: the queue of a Ray Serve artefact holds ${modelServer.queue} requests`,
      ]
    : [];
}

/** Whether the queue's length is part of the artefact. */
function isFixed({ layout }: Pick<Release, "layout">): boolean {
  return layout === "ray-serve";
}
