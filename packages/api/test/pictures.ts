/** Headers of pictures, written by hand: enough to be recognised and measured, nothing to decode. */

export function jpeg(
  width: number,
  height: number,
  { fill = 0, marker = 0xe0, length = 0 } = {},
): Buffer {
  const frame = Buffer.alloc(19);
  frame.writeUInt16BE(0xffc2);
  frame.writeUInt16BE(17, 2);
  frame.writeUInt8(8, 4);
  frame.writeUInt16BE(height, 5);
  frame.writeUInt16BE(width, 7);
  const segment = Buffer.alloc(4 + length, 0xc0);
  segment.writeUInt16BE(0xff00 | marker);
  segment.writeUInt16BE(2 + length, 2);
  return Buffer.concat([Buffer.from([0xff, 0xd8]), segment, Buffer.alloc(fill, 0xff), frame]);
}

export function png(width: number, height: number): Buffer {
  const header = Buffer.from("\x89PNG\r\n\x1A\n\0\0\0\rIHDR________", "latin1");
  header.writeUInt32BE(width, 16);
  header.writeUInt32BE(height, 20);
  return header;
}

export type WebpKind = "VP8 " | "VP8L" | "VP8X";

export function webp(kind: WebpKind, width: number, height: number): Buffer {
  const file = Buffer.alloc(30);
  file.write("RIFF____WEBP", "latin1");
  file.write(kind, 12, "latin1");
  switch (kind) {
    case "VP8 ":
      // The two highest bits are a scale.
      file.writeUInt16LE(width | 0x4000, 26);
      file.writeUInt16LE(height | 0x8000, 28);
      break;
    case "VP8L":
      file.writeUInt8(0x2f, 20);
      file.writeUInt32LE(((width - 1) | ((height - 1) << 14)) >>> 0, 21);
      break;
    case "VP8X":
      file.writeUIntLE(width - 1, 24, 3);
      file.writeUIntLE(height - 1, 27, 3);
      break;
  }
  return file;
}
