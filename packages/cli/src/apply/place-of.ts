import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Place } from "@pictor/contracts";
import { findPlace } from "./place";

/** Calls `use` with a directory that is gone afterwards. */
export async function withTemporaryDirectory<T>(
  use: (directory: string) => Promise<T>,
): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), "pictor-"));
  try {
    return await use(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Where an environment is; nothing is left of what had to be synthesised to know. */
export function placeOf(environment: string): Promise<Place> {
  return withTemporaryDirectory((directory) => findPlace(environment, directory));
}
