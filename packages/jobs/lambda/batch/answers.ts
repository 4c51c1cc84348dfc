import type { RunKeys } from "@pictor/contracts/batch";
import { answerPath } from "../../src/run/answer";
import { manifestKeys, mostManifestBytes } from "../../src/run/manifest";
import type { PartState } from "../../src/run/review";
import type { ObjectStore } from "./object-store";

/** The answers that jobs of a part have written. */
export interface PartAnswers {
  /** Key of the answer to a picture; undefined if there is none. */
  of(picture: string): string | undefined;
}

/** What SageMaker appends to the key of a picture. */
const suffix = ".out";

/** Keys of a part's pictures, in their order. */
export async function picturesOf(
  store: ObjectStore,
  keys: RunKeys,
  bucket: string,
  part: PartState,
): Promise<readonly string[]> {
  if (part.pictures === 0) return [];
  return manifestKeys(await store.read(keys.manifest(part.id, 1), mostManifestBytes), bucket);
}

/**
 * Lists the answers of a part, of all its jobs.
 *
 * @param prefix of the part's answers; below it each attempt has its own
 * @param input prefix of all pictures
 */
export async function answeredBy(
  store: ObjectStore,
  prefix: string,
  input: string,
): Promise<PartAnswers> {
  const found = new Map<string, string>();
  for await (const { key } of store.list(prefix)) {
    const [, path] = /^\d+\/(.+)$/.exec(key.slice(prefix.length)) ?? [];
    if (path?.endsWith(suffix)) found.set(path.slice(0, -suffix.length), key);
  }
  return { of: (picture) => answerPath(found, picture, input) };
}
