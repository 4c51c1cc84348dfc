// How long a start takes from a set-up clone to the first label, step by step; the AWS provider's own waits apart.
// `npm run bench -- start --cached` leaves out training and building the model.
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const root = join(import.meta.dirname, "..");
const goalSeconds = 90;

/**
 * Resources on which the provider waits by the clock, whoever answers: it reads what it wrote again and again until
 * it has stayed the same for so long.
 * @see https://github.com/hashicorp/terraform-provider-aws/blob/v5.100.0/internal/service/s3/bucket_lifecycle_configuration.go
 */
const waiting = /^aws_s3_bucket_lifecycle_configuration\./;

const home = mkdtempSync(join(tmpdir(), "pictor-bench-"));
const cached = process.argv.includes("--cached");
const steps = [];
let waits = [];
try {
  const { PICTOR_CACHE, PICTOR_RELEASES_DIR, ...others } = process.env;
  const env = {
    ...others,
    PICTOR_HOME: home,
    ...(cached ? PICTOR_CACHE && { PICTOR_CACHE } : { PICTOR_CACHE: join(home, "cache") }),
  };
  const seconds = await run(
    [join(root, "packages/cli/dist/main.js"), "start", "--once", "--json"],
    env,
  );
  waits = readdirSync(join(home, "runs")).flatMap((id) =>
    readWaits(join(home, "runs", id, "logs")),
  );
  print(seconds);
} finally {
  rmSync(home, { recursive: true, force: true });
}

/** Runs a start to its end and returns the seconds to the first label. */
async function run(args, env) {
  const started = performance.now();
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "inherit", "ipc"] });
  let label;
  for await (const line of createInterface({ input: child.stdout })) {
    const event = JSON.parse(line);
    if (event.event === "step") steps.push(event);
    if (event.event === "result") label = (performance.now() - started) / 1000;
  }
  if (label === undefined) throw new Error("the start came to no label");
  return label;
}

/** Terraform's own times of the resources on which the provider waits, by the stack's log. */
function readWaits(logs) {
  return readdirSync(logs)
    .filter((name) => name.startsWith("terraform-"))
    .flatMap((name) => {
      const text = readFileSync(join(logs, name), "utf8");
      const lines = text.matchAll(/^(\S+): Creation complete after (?:(\d+)m)?(\d+)s/gm);
      const stack = name.replace(/^terraform-(.*)\.log$/, "$1");
      return [...lines]
        .map(([, address, minutes = "0", rest]) => ({
          stack,
          address,
          seconds: Number(minutes) * 60 + Number(rest),
        }))
        .filter(({ address }) => waiting.test(address));
    });
}

function print(total) {
  for (const { step, status, seconds } of steps) {
    console.log(`${step.padEnd(20)} ${seconds.toFixed(1).padStart(7)} s  ${status}`);
  }
  console.log(`\n${"first label".padEnd(20)} ${total.toFixed(1).padStart(7)} s`);
  console.log("\nwaits of the provider itself, those of one stack at the same time:");
  for (const { stack, address, seconds } of waits) {
    console.log(`  ${stack.padEnd(18)} ${String(seconds).padStart(5)} s  ${address}`);
  }
  // Stacks are applied one after the other: of each the longest wait counts.
  const longest = new Map();
  for (const { stack, seconds } of waits) {
    longest.set(stack, Math.max(longest.get(stack) ?? 0, seconds));
  }
  const waited = [...longest.values()].reduce((sum, seconds) => sum + seconds, 0);
  const rest = total - waited;
  const verdict = rest <= goalSeconds ? "reached" : "missed";
  console.log(
    `\n${"without the waits".padEnd(20)} ${rest.toFixed(1).padStart(7)} s  goal ${goalSeconds} s on two idle cores: ${verdict}`,
  );
}
