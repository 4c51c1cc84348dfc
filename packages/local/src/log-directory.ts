import { join } from "node:path";

/** Where a run's logs are in its directory. */
export function logDirectory(runDirectory: string): string {
  return join(runDirectory, "logs");
}
