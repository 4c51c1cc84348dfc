import { spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { hintFor, SetUpError } from "./errors.mjs";
import { logDirectory, root } from "./paths.mjs";

const tailLines = 15;

/**
 * Runs the commands of one step one after the other, their output in a log file, and says when the step begins
 * and how long it took.
 *
 * @param name what the user reads
 * @param commands `[command, arguments, environment?]`
 */
export async function step(name, commands) {
  const log = join(logDirectory, `set-up-${name.replaceAll(/\W+/g, "-")}.log`);
  const started = performance.now();
  say(`${name} …`);
  try {
    mkdirSync(logDirectory, { recursive: true, mode: 0o700 });
    const output = openSync(log, "w", 0o600);
    try {
      for (const command of commands) await run(command, output);
    } finally {
      closeSync(output);
    }
  } catch (error) {
    throw new SetUpError(describe(name, error.message, log));
  }
  say(`${name} done in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

/** Standard output belongs to the command that follows: somebody may evaluate or parse it. */
export function say(text) {
  console.error(`set up: ${text}`);
}

function run([command, args, env = {}], output) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ["ignore", output, output],
    });
    child.on("error", (error) => reject(new Error(`${command}: ${error.message}`)));
    child.on("close", (code, signal) =>
      code === 0
        ? resolve()
        : reject(
            new Error(`'${command} ${args.join(" ")}' ended with ${signal ?? `exit code ${code}`}`),
          ),
    );
  });
}

function describe(name, message, log) {
  const output = existsSync(log) ? readFileSync(log, "utf8") : "";
  const tail = output.split("\n").filter(Boolean).slice(-tailLines);
  const hint = hintFor(`${message}\n${output}`);
  return [
    `${name}: ${message}`,
    ...tail.map((line) => `  | ${line}`),
    `the whole output is in ${log}`,
    ...(hint ? [hint] : []),
  ].join("\n");
}
