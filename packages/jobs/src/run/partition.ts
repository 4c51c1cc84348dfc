/** A picture as it was found. */
export interface FoundPicture {
  readonly key: string;
  /** Bytes; unknown of a picture that a manifest names. */
  readonly bytes?: number;
}

/** Pictures of one job. */
export interface Part {
  /** Place among the parts, from 0. */
  readonly index: number;
  /** Keys of the pictures that the job takes, in the order in which they were found. */
  readonly keys: readonly string[];
  /** Keys of pictures that no job takes: they are larger than a job's payload. */
  readonly tooLarge: readonly string[];
}

/** How pictures are split. */
export interface PartLimits {
  /** Most pictures of a part. */
  readonly pictures: number;
  /** Most bytes of a picture. */
  readonly bytes: number;
}

/**
 * Splits pictures into parts, one at a time: of many pictures only a part's keys are in memory.
 *
 * Each picture is in one part, once. Folders, whose keys end in a slash, and objects without bytes are no pictures.
 */
export async function* partition(
  pictures: AsyncIterable<FoundPicture> | Iterable<FoundPicture>,
  limits: PartLimits,
): AsyncGenerator<Part, undefined> {
  let index = 0;
  let keys: string[] = [];
  let tooLarge: string[] = [];
  for await (const { bytes, key } of pictures) {
    if (key.endsWith("/")) continue;
    (bytes !== undefined && bytes > limits.bytes ? tooLarge : keys).push(key);
    if (keys.length + tooLarge.length < limits.pictures) continue;
    yield { index, keys, tooLarge };
    index += 1;
    keys = [];
    tooLarge = [];
  }
  if (keys.length + tooLarge.length > 0) yield { index, keys, tooLarge };
  return undefined;
}
