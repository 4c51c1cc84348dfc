import { parseDocument } from "yaml";
import { isRecord } from "../resources/attributes";
import { fieldProblems, trafficFields } from "./fields";
import { days, type Shape } from "./shape";
import type { Traffic } from "./traffic";

/** A traffic scenario that is not valid; its message lists everything that is wrong. */
export class ScenarioError extends Error {
  public constructor(
    public readonly file: string,
    public readonly problems: readonly string[],
  ) {
    super(
      `${file} has ${problems.length} problem${problems.length === 1 ? "" : "s"}:\n${problems.map((problem) => `- ${problem}`).join("\n")}`,
    );
  }
}

/**
 * Reads a traffic scenario from YAML.
 *
 * @param file name of the file, for errors
 * @throws ScenarioError
 */
export function parseTraffic(text: string, file: string): Traffic {
  const document = parseDocument(text);
  const syntax = document.errors.map(({ message }) => firstLine(message));
  if (syntax.length > 0) throw new ScenarioError(file, syntax);
  const value: unknown = document.toJS();
  if (!isRecord(value)) {
    throw new ScenarioError(file, [
      `it must hold keys such as 'requestsPerMonth: 1000000', got ${JSON.stringify(value)}`,
    ]);
  }
  const problems = fieldProblems(value, trafficFields);
  if (problems.length > 0) throw new ScenarioError(file, problems);
  return trafficOf(value as unknown as TrafficInput, file);
}

/** A scenario as it is written: what has a default may be left out. */
export type TrafficInput = Partial<Omit<Traffic, "shape" | "batch" | "training">> &
  Pick<Traffic, "requestsPerMonth" | "imageBytes"> & {
    readonly shape?: Shape | Omit<Extract<Shape, { kind: "busyHours" }>, "days">;
    readonly batch?: Omit<NonNullable<Traffic["batch"]>, "runsPerMonth"> &
      Partial<NonNullable<Traffic["batch"]>>;
    readonly training?: Omit<NonNullable<Traffic["training"]>, "spot" | "volumeGb"> &
      Partial<NonNullable<Traffic["training"]>>;
  };

/** Fills in what a scenario leaves out. */
export function trafficOf(input: TrafficInput, name = "scenario"): Traffic {
  const { batch, shape, training, ...rest } = input;
  return {
    name,
    answerBytes: 1000,
    functionInvocationsPerRequest: 1,
    errorShare: 0,
    logBytesPerRequest: 2000,
    storedGb: 1,
    crossZoneGbPerMonth: 0,
    queriedLogGbPerMonth: 0,
    notificationsPerMonth: 100,
    ...rest,
    shape: shapeOf(shape),
    ...(batch !== undefined && { batch: { runsPerMonth: 30, ...batch } }),
    ...(training !== undefined && { training: { spot: true, volumeGb: 50, ...training } }),
  };
}

function shapeOf(shape: TrafficInput["shape"]): Shape {
  if (shape === undefined || shape.kind === "flat") return { kind: "flat" };
  return { days: days.slice(0, 5), ...shape } as Shape;
}

function firstLine(message: string): string {
  return (message.split("\n")[0] ?? message).replace(/:$/, "");
}
