import { existsSync, readdirSync, readFileSync } from "node:fs";
import { arch, homedir, platform } from "node:os";
import type { Machine } from "./provider-mirror";

const architectures: Readonly<Record<string, string>> = { x64: "amd64", ia32: "386" };

/** This machine, as the search for the AWS provider sees it. */
export function thisMachine(variables: NodeJS.ProcessEnv = process.env): Machine {
  return {
    variables,
    home: variables.HOME ?? homedir(),
    platform: `${platform()}_${architectures[arch()] ?? arch()}`,
    exists: existsSync,
    directoriesIn: (path) => {
      try {
        return readdirSync(path, { withFileTypes: true })
          .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
          .map(({ name }) => name)
          .sort();
      } catch {
        return [];
      }
    },
    read: (path) => {
      try {
        return readFileSync(path, "utf8");
      } catch {
        return "";
      }
    },
  };
}
