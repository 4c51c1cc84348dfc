import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { draftOf, removeDeadDrafts, replace } from "./draft";
import { hashInputs } from "./inputs";
import { type Epoch, runModelPython } from "./python";

export interface DemonstrationProps {
  /** Directory of everything that was ever trained and built. */
  readonly cache: string;
  /** Whether to train and build though it was done before. */
  readonly fresh: boolean;
  readonly logFile: string;
  readonly signal?: AbortSignal | undefined;
  readonly onEpoch?: (epoch: Epoch) => void;
  readonly onBuild?: () => void;
}

/** The demonstration's artefact. */
export interface Demonstration {
  /** Path of `model.tar.gz`; `release.json` and the smoke picture are beside it, samples in `samples`. */
  readonly artefact: string;
  /** Share of the held-out digits told right, 0..1. */
  readonly accuracy: number;
  /** Whether it was there already. */
  readonly cached: boolean;
}

const measuredSchema = z.looseObject({ accuracy: z.number(), weightsSha256: z.string() });
const samplesSchema = z.looseObject({
  smoke: z.looseObject({ file: z.string(), index: z.int() }),
});

/** Trains the demonstration model and builds its artefact, unless the same inputs have done so before. */
export async function prepareDemonstration(props: DemonstrationProps): Promise<Demonstration> {
  const directory = join(props.cache, "models", (await hashInputs()).slice(0, 16));
  removeDeadDrafts(directory);
  const cached = !props.fresh && isWhole(directory);
  if (!cached) await make(props, directory);
  const measured = measuredSchema.parse(readJson(join(directory, "measured.json")));
  return { artefact: join(directory, "model.tar.gz"), accuracy: measured.accuracy, cached };
}

/** Works in a draft beside it, so that what is in the cache is always whole. */
async function make(props: DemonstrationProps, directory: string): Promise<void> {
  const draft = draftOf(directory);
  mkdirSync(draft, { recursive: true });
  try {
    await runModelPython({ ...props, args: ["demo", "--out", draft] });
    props.onBuild?.();
    const { weightsSha256 } = measuredSchema.parse(readJson(join(draft, "measured.json")));
    const { smoke } = samplesSchema.parse(readJson(join(draft, "samples.json")));
    await runModelPython({
      ...props,
      args: [
        "build",
        ...["--weights", join(draft, "weights.pth")],
        ...["--sha256", weightsSha256],
        ...["--labels", join(draft, "labels.txt")],
        ...["--input", "32"],
        ...["--name", "digits"],
        ...["--smoke", join(draft, smoke.file)],
        ...["--smoke-index", String(smoke.index)],
        ...["--measured", join(draft, "measured.json")],
        ...["--out", draft],
      ],
    });
    // Another start may have made the same meanwhile, and be reading it.
    if (props.fresh || !isWhole(directory)) replace(directory, draft);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function isWhole(directory: string): boolean {
  return existsSync(join(directory, "release.json"));
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, "utf8"));
}
