import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

const directory = join(import.meta.dirname, "..", "..", "packages", "model");

/** Runs `python -m benchmarks …`, shows that it goes on, and resolves with the events that it wrote. */
export async function runPython(args) {
  const child = spawn(
    join(directory, ".venv", "bin", "python"),
    ["-W", "ignore", "-m", "benchmarks", ...args],
    {
      cwd: directory,
      env: { ...process.env, PYTHONPATH: `src:.` },
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
export function spread(ratios) {
  const [least, most] = [Math.min(...ratios), Math.max(...ratios)];
  return `${median(ratios).toFixed(1)}x (${least.toFixed(1)} to ${most.toFixed(1)})`;
}
