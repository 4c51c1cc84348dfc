/** A part of a picture, in pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * The smallest square around everything that is not black, its middle the middle of what was drawn; `undefined` of an
 * empty picture. It may reach beyond the picture: what is there is black.
 *
 * @param brightness a value per pixel, row after row, 0 is black
 * @param width pixels a row
 */
export function squareAround(brightness: ArrayLike<number>, width: number): Box | undefined {
  let [left, top, right, bottom] = [width, Number.POSITIVE_INFINITY, -1, -1];
  for (let index = 0; index < brightness.length; index += 1) {
    if (brightness[index] === 0) continue;
    const [x, y] = [index % width, Math.floor(index / width)];
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = y;
  }
  if (right < 0) return undefined;
  const side = Math.max(right - left, bottom - top) + 1;
  return {
    left: (left + right + 1 - side) / 2,
    top: (top + bottom + 1 - side) / 2,
    width: side,
    height: side,
  };
}
