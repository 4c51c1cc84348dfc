import type { ImageMediaType } from "@pictor/contracts";

/** Width and height in pixels, as a picture's header states them. */
export interface Dimensions {
  readonly width: number;
  readonly height: number;
}

/**
 * Reads a picture's size from its header, without decoding anything.
 *
 * @returns `undefined` where the header is cut short or damaged: what is wrong then, the model's decoder says.
 */
export function dimensionsOf(bytes: Uint8Array, format: ImageMediaType): Dimensions | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return readers[format](view);
  } catch (error) {
    // DataView's own bounds check: the picture ends within its header.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const readers: Record<ImageMediaType, (view: DataView) => Dimensions | undefined> = {
  "image/jpeg": readJpeg,
  "image/png": readPng,
  "image/webp": readWebp,
};

/** Markers that are not followed by a length: TEM, RST0..RST7 and SOI. */
function standsAlone(marker: number): boolean {
  return marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
}

/** Start of frame: 0xC0..0xCF but DHT (C4), JPG (C8) and DAC (CC). */
function startsFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

/** @see https://www.w3.org/Graphics/JPEG/itu-t81.pdf (annex B) */
function readJpeg(view: DataView): Dimensions | undefined {
  let offset = 2;
  while (view.getUint8(offset) === 0xff) {
    const marker = view.getUint8(offset + 1);
    if (marker === 0xff) {
      // Any number of fill bytes may stand before a marker.
      offset += 1;
    } else if (startsFrame(marker)) {
      return { height: view.getUint16(offset + 5), width: view.getUint16(offset + 7) };
    } else {
      offset += standsAlone(marker) ? 2 : 2 + view.getUint16(offset + 2);
    }
  }
  return undefined;
}

/** @see https://www.w3.org/TR/png-3/#11IHDR */
function readPng(view: DataView): Dimensions | undefined {
  if (view.getUint32(12) !== 0x49484452) return undefined;
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

/** @see https://developers.google.com/speed/webp/docs/riff_container */
function readWebp(view: DataView): Dimensions | undefined {
  const chunk = view.getUint32(12);
  switch (chunk) {
    case fourCc("VP8 "):
      return {
        width: view.getUint16(26, true) & 0x3fff,
        height: view.getUint16(28, true) & 0x3fff,
      };
    case fourCc("VP8L"): {
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case fourCc("VP8X"):
      return { width: uint24(view, 24) + 1, height: uint24(view, 27) + 1 };
    default:
      return undefined;
  }
}

function fourCc(name: string): number {
  return Buffer.from(name, "latin1").readUInt32BE(0);
}

function uint24(view: DataView, offset: number): number {
  return view.getUint16(offset, true) | (view.getUint8(offset + 2) << 16);
}
