import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  hasHazardFrom,
  PlanError,
  type Review,
  readWaivers,
  renderHtml,
  renderJson,
  renderMarkdown,
  renderSarif,
  renderTerminal,
  reviewPlans,
  type Severity,
  type Waiver,
  WaiverError,
} from "@pictor/plan-review";
import { UserError } from "@pictor/terraform";
import { withTemporaryDirectory } from "../apply/place-of";
import { parseEnvironment } from "../commands/environments";
import type { FailureLevel, ReviewCommandOptions, ReviewFormat } from "../commands/review";
import { readTraffic } from "../cost/read-traffic";
import { abortOnSignals } from "../run/interrupt";
import { layout } from "../run/layout";
import { createPrivateFiles } from "../run/private-files";
import { inputsOf, type NamedInput } from "./inputs";
import { planEnvironment } from "./plan-environment";
import { readJsonFile } from "./read-file";

const renderers: Readonly<Record<ReviewFormat, (review: Review) => string>> = {
  terminal: renderTerminal,
  markdown: renderMarkdown,
  html: renderHtml,
  json: renderJson,
  sarif: renderSarif,
};

/** Exit codes by the worst hazard. */
const exitCodes: Readonly<Record<Severity, number>> = {
  low: 10,
  medium: 11,
  high: 12,
  critical: 13,
};

/** Runs `pictor review`: of files, or of an environment if the only word is no file. */
export async function runReview(
  words: readonly string[],
  options: ReviewCommandOptions,
): Promise<void> {
  const environment = environmentIn(words, options);
  const review =
    environment === undefined
      ? reviewInputs(inputsOf(words, options), options, options.waivers)
      : await reviewEnvironment(environment, options);
  const format = options.json === true ? "json" : options.format;
  const text = renderers[format](review);
  if (options.output === undefined) console.log(text.replace(/\n$/, ""));
  else {
    write(options.output, text);
    const [first = ""] = renderTerminal(review).split("\n");
    console.log(`${first}\n${options.output} has the review`);
  }
  process.exitCode = exitCodeOf(review, options.failOn);
}

/** The environment that is meant; undefined if the words are files. */
function environmentIn(
  words: readonly string[],
  { save, stack }: ReviewCommandOptions,
): string | undefined {
  const [word = ""] = words;
  const isFile = words.length > 1 || /[./\\]/.test(word) || existsSync(word);
  if (!isFile) return parseEnvironment(word);
  if (save !== undefined || stack !== undefined) {
    throw new UserError("--save and --stack are for an environment, not for files", {
      hint: "pictor review prod --save plans",
    });
  }
  return undefined;
}

/** Accepted exceptions of the app's own stacks. */
const ownWaivers = join(layout.classifierApp, "waivers.json");

async function reviewEnvironment(
  environment: string,
  options: ReviewCommandOptions,
): Promise<Review> {
  createPrivateFiles();
  const controller = new AbortController();
  const stopListening = abortOnSignals(controller);
  const { save, stack } = options;
  const review = async (directory: string) => {
    const inputs = await planEnvironment({
      environment,
      directory,
      signal: controller.signal,
      ...(stack !== undefined && { stacks: stack }),
      onProgress: (text) => console.error(`… ${text}`),
    });
    const found = reviewInputs(inputs, options, options.waivers ?? ownWaivers);
    if (save !== undefined) saveReview(found, directory);
    return found;
  };
  try {
    if (save === undefined) return await withTemporaryDirectory(review);
    mkdirSync(save, { recursive: true });
    return await review(resolve(save));
  } finally {
    stopListening();
  }
}

/** Writes a comment for each stack, and a page and findings for all of them. */
function saveReview(review: Review, directory: string): void {
  for (const stack of review.stacks) {
    write(join(directory, `${stack.name}.md`), renderMarkdown({ ...review, stacks: [stack] }));
  }
  write(join(directory, "review.html"), renderHtml(review));
  write(join(directory, "review.sarif"), renderSarif(review));
}

/** Exit code where a waiver has expired and no hazard is serious enough for a code of its own. */
const expiredWaiverCode = 14;

/** Returns the exit code of a review: 0 if its worst hazard is below the level and no waiver has expired. */
export function exitCodeOf(review: Review, failOn: FailureLevel): number {
  if (failOn === "never") return 0;
  if (review.worst !== "none" && hasHazardFrom(review, failOn)) return exitCodes[review.worst];
  return review.expiredWaivers.length > 0 ? expiredWaiverCode : 0;
}

function reviewInputs(
  inputs: readonly NamedInput[],
  options: ReviewCommandOptions,
  waivers: string | undefined,
): Review {
  const { region, peak, hide } = options;
  const { traffic } = readTraffic(options.traffic, undefined);
  try {
    return reviewPlans(inputs, {
      today: new Date().toISOString().slice(0, 10),
      traffic,
      ...(region !== undefined && { region }),
      ...(peak !== undefined && { expectedPeakRps: peak }),
      ...(hide !== undefined && { secretPatterns: hide }),
      waivers: waiversIn(waivers),
    });
  } catch (error) {
    if (!(error instanceof PlanError)) throw error;
    const source = inputs.find(({ name }) => name === error.input)?.source ?? error.input;
    throw new UserError(`${source} cannot be reviewed: ${error.message}`, {
      hint: "terraform plan -out plan.out && terraform show -json plan.out > plan.json",
    });
  }
}

/** Waivers of a file; none without one. */
function waiversIn(file: string | undefined): readonly Waiver[] {
  if (file === undefined) return [];
  try {
    return readWaivers(readJsonFile(file, "the list of waivers"));
  } catch (error) {
    if (!(error instanceof WaiverError)) throw error;
    throw new UserError(`${file} is not a list of waivers: ${error.message}`, {
      hint: '[{ "id": "bucket-access-log", "resource": "aws_s3_bucket.scratch", "reason": "holds nothing", "expiry": "2027-06-30" }]',
    });
  }
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UserError(`the review ${file} cannot be written: ${(error as Error).message}`);
  }
}
