import { join } from "node:path";

export const root = join(import.meta.dirname, "..", "..");
/** Commands of the installed packages: Node 22, pnpm, turbo, Biome. */
export const bin = join(root, "node_modules", ".bin");
export const logDirectory = join(root, ".pictor", "logs");
