import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { publishedPackages } from "../shared/published.cjs";
import { command } from "./command";

const root = join(__dirname, "..", "..");

/** A package as npm gets it. */
export interface Packed {
  /** Folder of the package: `network`. */
  readonly name: string;
  /** Path of the tarball. */
  readonly tarball: string;
  readonly bytes: number;
  /** Paths in the tarball. */
  readonly files: readonly string[];
  readonly manifest: Readonly<Record<string, unknown>>;
}

/** Packs every published package into a directory, as `pnpm publish` would. */
export function packAll(directory: string): Packed[] {
  const pnpm = join(root, "node_modules", ".bin", "pnpm");
  for (const name of publishedPackages) {
    command(pnpm, ["pack", "--pack-destination", directory], join(root, "packages", name));
  }
  return packedIn(directory);
}

/** Packs the construct packages a second time, under the fork's names. */
export function packFork(directory: string): Packed[] {
  command("node", [join(root, "tooling", "fork", "main.mjs"), directory], root);
  return packedIn(directory);
}

function packedIn(directory: string): Packed[] {
  return readdirSync(directory).map((file) => {
    const tarball = join(directory, file);
    const listed = command("tar", ["-tzf", tarball], directory).trim().split("\n");
    const manifest = command("tar", ["-xOzf", tarball, "package/package.json"], directory);
    return {
      name: file.replace(/^pictor-(.+)-\d+\.\d+\.\d+.*$/, "$1"),
      tarball,
      bytes: statSync(tarball).size,
      files: listed.map((path) => path.replace(/^package\//, "")),
      manifest: JSON.parse(manifest) as Packed["manifest"],
    };
  });
}
