import { readFileSync } from "node:fs";
import { join } from "node:path";

/** From `src` (tests) and from `dist` alike. */
const directory = join(__dirname, "..", "dist", "web");

const names = {
  "/": ["index.html", "text/html; charset=utf-8"],
  "/page.css": ["page.css", "text/css; charset=utf-8"],
  "/page.js": ["page.js", "text/javascript; charset=utf-8"],
  "/icon.svg": ["icon.svg", "image/svg+xml"],
} as const;

/** A file of the page. */
export interface PageFile {
  readonly type: string;
  readonly content: Buffer;
}

/** The page's files by their path, all of them: nothing else is ever read from the disk. */
export function readPageFiles(): ReadonlyMap<string, PageFile> {
  return new Map(
    Object.entries(names).map(([path, [name, type]]) => [
      path,
      { type, content: readFileSync(join(directory, name)) },
    ]),
  );
}
