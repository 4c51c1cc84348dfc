// `npm start` and `npm run pictor -- <command>`: sets up, then hands over to the pictor command on Node 22.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { bin, root } from "./setup/paths.mjs";
import { setUp } from "./setup/set-up.mjs";

await setUp();
const child = spawn(
  join(bin, "node"),
  [join(root, "packages/cli/dist/main.js"), ...process.argv.slice(2)],
  {
    env: { ...process.env, PATH: `${bin}:${process.env.PATH}` },
    // The channel closes when this process ends, however it ends; the command ends with it.
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  },
);
// A terminal's Ctrl-C reaches the child by itself: passed on, it would arrive twice.
process.on("SIGINT", () => process.stdin.isTTY || child.kill("SIGINT"));
for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("error", (error) => {
  console.error(`pictor could not be started: ${error.message}`);
  process.exit(1);
});
child.on("exit", (code, signal) => {
  if (signal !== null) {
    console.error(
      `\npictor was ended by ${signal}, by something else than itself; what it had started ends with it.\nnext   run it again; 'npm run pictor -- status' says where the logs are`,
    );
  }
  process.exit(signal === null ? code : 1);
});
