import { type Dirent, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { gunzipSync, unzipSync } from "fflate";

/** Files below a directory that hold a secret in any form of {@link holds}, by their paths below it, sorted. */
export function filesWith(directory: string, secret: string): readonly string[] {
  return filesIn(directory)
    .filter((file) => holds(readFileSync(file), secret))
    .map((file) => relative(directory, file))
    .sort();
}

/** Whether bytes hold a secret: as it is, as a URL or base64 writes it, or within a zip or gzip archive. */
function holds(bytes: Uint8Array, secret: string): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return (
    [secret, encodeURIComponent(secret), ...base64Of(secret)].some((form) =>
      buffer.includes(form),
    ) || unpacked(buffer).some((part) => holds(part, secret))
  );
}

/** What of a text's base64 does not depend on what stands beside it: for each of three places where it may begin. */
function base64Of(secret: string): readonly string[] {
  return [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]).toString("base64");
    return text.replace(/=+$/, "").slice(before === 0 ? 0 : before + 1, -1);
  });
}

function unpacked(bytes: Buffer): readonly Uint8Array[] {
  try {
    if (bytes.readUInt16BE(0) === 0x1f8b) return [gunzipSync(bytes)];
    if (bytes.readUInt32BE(0) === 0x504b0304) return Object.values(unzipSync(bytes));
  } catch {
    // Only looks like an archive.
  }
  return [];
}

/** Regular files; links lead to what is installed. */
function filesIn(directory: string): readonly string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry: Dirent) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return filesIn(path);
    return entry.isFile() ? [path] : [];
  });
}
