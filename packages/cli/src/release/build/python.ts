import { join } from "node:path";
import { runChild, scrubbedEnvironment, UserError, type Variables } from "@pictor/terraform";
import * as z from "zod";
import { layout } from "../../run/layout";

/** What `python -m pictor_model … --json` says while it works; only what is read here. */
const eventSchema = z.discriminatedUnion("event", [
  z.looseObject({
    event: z.literal("epoch"),
    epoch: z.int(),
    of: z.int(),
    /** Share of the held-out pictures that were classified correctly, 0..1. */
    accuracy: z.number(),
  }),
  z.looseObject({ event: z.literal("error"), message: z.string() }),
  z.looseObject({
    event: z.enum([
      "reading",
      "fetching",
      "calibrating",
      "comparing",
      "measuring",
      "packing",
      "trying",
    ]),
    /** What is being done and how far it is. */
    text: z.string(),
  }),
]);

export type ModelEvent = z.infer<typeof eventSchema>;
export type Epoch = Extract<ModelEvent, { event: "epoch" }>;

export interface ModelPythonProps {
  /** Arguments of `python -m pictor_model`. */
  readonly args: readonly string[];
  readonly logFile: string;
  readonly signal?: AbortSignal | undefined;
  readonly onEpoch?: ((epoch: Epoch) => void) | undefined;
  /** Called with each step of a build, in words. */
  readonly onProgress?: ((text: string) => void) | undefined;
}

/** An epoch takes seconds on a fast machine and minutes on a slow one that does other things too. */
const silenceLimitMs = 15 * 60_000;

/**
 * Runs the Python side of the model.
 *
 * @throws UserError in its own words where it refused
 */
export async function runModelPython(props: ModelPythonProps): Promise<void> {
  const { args, logFile, signal, onEpoch, onProgress } = props;
  let refusal: string | undefined;
  const { code } = await runChild({
    name: `model ${args[0]}`,
    command: layout.modelPython,
    args: ["-m", "pictor_model", ...args, "--json"],
    environment: modelEnvironment(process.env),
    logFile,
    signal,
    silenceLimitMs,
    onLine: (line) => {
      const event = parseModelEvent(line);
      if (event?.event === "epoch") onEpoch?.(event);
      else if (event?.event === "error") refusal = event.message;
      else if (event !== undefined) onProgress?.(event.text);
    },
  });
  if (code === 0) return;
  // A refusal says all in one sentence. The log's tail would only repeat it as a JSON event.
  if (refusal !== undefined) throw new UserError(refusal);
  throw new UserError(`model ${args[0]} ended with exit code ${code}`, { logFile });
}

/** Variables of the Python side: the few that it needs, and pip's own, since a build may download what it ships. */
export function modelEnvironment(parent: NodeJS.ProcessEnv): Variables {
  const pip = Object.entries(parent).flatMap(([name, value]) =>
    name.startsWith("PIP_") && value !== undefined ? [[name, value]] : [],
  );
  return {
    ...scrubbedEnvironment(parent),
    ...Object.fromEntries(pip),
    PYTHONPATH: join(layout.modelPackage, "src"),
    PYTHONDONTWRITEBYTECODE: "1",
  };
}

/** The event that a line of output holds; `undefined` for any other line. */
export function parseModelEvent(line: string): ModelEvent | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    return eventSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
