import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";

/** Mounts a disk of 64 kB that nobody else sees, fills it, runs what follows, and tells what lies there then but logs. */
const script = `
mount -t tmpfs -o size=64k none "$1" || exit 97
head -c 65536 /dev/zero > "$1/ballast"
disk=$1; shift
"$@"
code=$?
echo "--"
cd "$disk" && find . -type f ! -path "./home/runs/*/logs/*" ! -name ballast
exit $code
`;

/** A mount of one's own needs a namespace of one's own, which not every Linux gives to everybody. */
const ways = [
  ["unshare", "--map-root-user", "--mount"],
  ["sudo", "--non-interactive", "--preserve-env", "unshare", "--mount"],
];

/** Runs a command whose home is on a disk without room: the kernel itself says so. */
export function onFullDisk(
  directory: string,
  command: readonly string[],
  environment: NodeJS.ProcessEnv,
): { status: number | null; stderr: string; left: readonly string[] } {
  const disk = join(directory, "disk");
  mkdirSync(disk, { recursive: true });
  const way = ways.find(([name = "", ...args]) => spawnSync(name, [...args, "true"]).status === 0);
  const [name, ...args] = way ?? [];
  if (name === undefined) throw new Error("neither unshare nor sudo may mount here");
  const env = { ...environment, PICTOR_HOME: join(disk, "home") };
  const { status, stdout, stderr } = spawnSync(
    name,
    [...args, "sh", "-c", script, "sh", disk, ...command],
    { env, encoding: "utf8" },
  );
  return { status, stderr, left: stdout.split("--\n").at(-1)?.trim().split("\n") ?? [] };
}
