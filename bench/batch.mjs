// Pictures a second of a batch run on a local AWS, beside the same pictures sent one by one through the API:
// `npm run bench -- batch [--pictures 200]`. Everything runs on this machine: the jobs start SageMaker's toolkit, as in AWS, but
// no instance has to be found for them.
import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import { closedLoop } from "./burst/load.mjs";
import { openOwnStack, pictor, reachLocalAws } from "./burst/stack.mjs";

const run = promisify(execFile);
const root = join(import.meta.dirname, "..");
const apiSeconds = 20;

const { values } = parseArgs({ options: { pictures: { type: "string", default: "200" } } });
const pictures = Number(values.pictures);

// Development's environment: its jobs stack has the batches.
const stack = await openOwnStack("dev", applyJobs);
try {
  const oneByOne = await overApi();
  const batch = await overBatch();
  console.table([
    row("API, one by one", oneByOne, oneByOne),
    row("batch, from upload to results", pictures / batch.seconds, oneByOne),
    row("batch, seconds of its jobs", pictures / batch.jobSeconds, oneByOne),
  ]);
} finally {
  await stack.close();
}

/** Applies the stack of the jobs beside the service. */
async function applyJobs(home) {
  await reachLocalAws(home);
  const output = join(home, "jobs.out");
  mkdirSync(output);
  const app = join(root, "apps", "image-classifier");
  const env = { ...process.env, CDKTF_OUTDIR: output };
  await run(process.execPath, [join(app, "dist", "src", "main.js")], { cwd: app, env });
  const cwd = join(output, "stacks", "dev-jobs");
  for (const words of [["init"], ["apply", "-auto-approve"]]) {
    console.error(`terraform ${words[0]} …`);
    await run("terraform", [...words, "-input=false", "-no-color"], { cwd, env: process.env });
  }
}

/** Answers a second of the API to one caller. */
async function overApi() {
  // The first requests start processes and a container.
  await closedLoop(stack.question, 1, 5);
  const { answers, seconds } = await closedLoop(stack.question, 1, apiSeconds);
  const bad = answers.filter(({ status }) => status !== 200).length;
  if (bad > 0) throw new Error(`${bad} of ${answers.length} pictures were not classified`);
  return answers.length / seconds;
}

/** A batch run of the same picture under many names: from the call of the command to its results. */
async function overBatch() {
  const folder = join(stack.home, "pictures");
  mkdirSync(folder);
  for (let index = 0; index < pictures; index += 1) {
    writeFileSync(join(folder, `${index}.png`), stack.question.body);
  }
  const began = performance.now();
  const out = join(stack.home, "results.jsonl");
  const output = await pictor(stack.home, "batch", "dev", folder, "--json", "--out", out);
  const seconds = (performance.now() - began) / 1000;
  const { result } = JSON.parse(output.trim().split("\n").at(-1));
  if (result.summary.classified !== pictures) throw new Error(JSON.stringify(result.summary));
  return { seconds, jobSeconds: result.summary.jobSeconds };
}

function row(way, rate, baseline) {
  return {
    way,
    "pictures a second": Number(rate.toFixed(1)),
    ratio: `${(rate / baseline).toFixed(2)}x`,
  };
}
