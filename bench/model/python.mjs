import { spawn } from "node:child_process";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

const directory = join(import.meta.dirname, "..", "..", "packages", "model");

/** Runs `python -m benchmarks …`, shows that it goes on, and resolves with the events that it wrote. */
export async function runPython(asked) {
  // It runs in a directory of its own, and paths are meant from here.
  const args = asked.map((word, at) => (asked[at - 1] === "--demo" ? resolve(word) : word));
  const child = spawn(
    join(directory, ".venv", "bin", "python"),
    ["-W", "ignore", "-m", "benchmarks", ...args],
    {
      cwd: directory,
      // For what is computed in this process: threads that spin starve each other where a neighbour takes a core. The
      // servers and engines that are measured have variables of their own.
      env: { GOMP_SPINCOUNT: "1000", ...process.env, PYTHONPATH: `src:.` },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const events = [];
  for await (const line of createInterface({ input: child.stdout })) {
    events.push(JSON.parse(line));
    process.stderr.write(`\r${events.length} measurements`);
  }
  process.stderr.write("\n");
  const code = child.exitCode ?? (await new Promise((resolve) => child.on("close", resolve)));
  if (code !== 0) throw new Error(`python -m benchmarks ended with exit code ${code}`);
  return events;
}

export function percent(share) {
  return `${(share * 100).toFixed(2)} %`;
}

export function median(values) {
  return quantile(values, 0.5);
}

/** The value below which so large a share of the values lies. */
export function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/** Median, least and most of ratios. */
export function spread(ratios, digits = 1) {
  const [middle, least, most] = [median(ratios), Math.min(...ratios), Math.max(...ratios)].map(
    (ratio) => ratio.toFixed(digits),
  );
  return `${middle}x (${least} to ${most})`;
}
