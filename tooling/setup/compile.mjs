// Compiles the packages and apps that changed; arguments are turbo's own, for example `--force`.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { bin } from "./paths.mjs";
import { turboEnvironment } from "./turbo-environment.mjs";

const child = spawn(
  join(bin, "turbo"),
  ["run", "build", "--output-logs=errors-only", ...process.argv.slice(2)],
  { stdio: "inherit", env: { ...process.env, ...turboEnvironment() } },
);
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("error", (error) => {
  console.error(`turbo could not be started: ${error.message}`);
  process.exit(1);
});
child.on("exit", (code) => process.exit(code ?? 1));
