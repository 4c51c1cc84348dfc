import { isRecord, UnknownAttribute } from "../resources/attributes";
import { type Attributes, type Resource, unknownValue } from "../resources/resource";
import type { Surroundings } from "./surroundings";
import { amount } from "./usage";

/** What a machine's jobs are. */
export type JobKind = "batch" | "training";

/** Runs of a state machine in a month. */
export interface MachineRuns {
  readonly kind: JobKind;
  readonly transitions: number;
  readonly runs: number;
  /** `30 runs × (9 states + 4 parts × 6 states)`. */
  readonly basis: string;
  readonly assumption: string;
}

/** Calls of a function in a month, and how they come about. */
export interface MachineCalls {
  readonly count: number;
  readonly basis: string;
}

/** Pictures of one transform job, as `@pictor/jobs` splits a run unless it is told otherwise. */
const picturesPerJob = 5000;

const machineType = "aws_sfn_state_machine";

/** By what a definition creates. */
const creations: Readonly<Record<string, JobKind>> = {
  createTransformJob: "batch",
  createTrainingJob: "training",
};

/**
 * Returns the runs of a state machine that creates SageMaker jobs, as the scenario has them; undefined of another machine.
 *
 * @throws UnknownAttribute where only the apply finds out the definition
 */
export function machineRunsOf(machine: Resource, around: Surroundings): MachineRuns | undefined {
  const definition = definitionOf(machine);
  const kind = kindOf(definition);
  if (kind === undefined) return undefined;
  const { parts, runs } = runsOf(kind, around);
  const [outer, inner] = [pathOf(definition), pathsOfParts(definition)];
  const states = outer.length + inner.length * parts;
  return {
    kind,
    runs,
    transitions: runs * states,
    basis: `${amount(runs)} runs × ${inner.length === 0 ? states : `(${outer.length} + ${amount(parts)} jobs × ${inner.length})`} states`,
    assumption: `no job is repeated${kind === "batch" ? `; ${amount(picturesPerJob)} pictures a job` : ""}`,
  };
}

/**
 * Returns how often state machines of jobs call a function in a month; undefined where none calls it.
 *
 * @throws UnknownAttribute where only the apply finds out a definition that may call it
 */
export function machineCallsOf(fn: Resource, around: Surroundings): MachineCalls | undefined {
  const callers = around.all(machineType).filter((machine) => calls(machine, fn));
  if (callers.length === 0) return undefined;
  const counted = callers.map((machine) => {
    const definition = definitionOf(machine);
    const { parts, runs } = runsOf(kindOf(definition), around);
    const ofFunction = (states: readonly Attributes[]): number =>
      states.filter((state) => isCall(state, fn)).length;
    const [outer, inner] = [ofFunction(pathOf(definition)), ofFunction(pathsOfParts(definition))];
    return {
      count: runs * (outer + inner * parts),
      basis: `${amount(runs)} runs × ${inner === 0 ? outer : `(${outer} + ${amount(parts)} jobs × ${inner})`} calls`,
    };
  });
  return {
    count: counted.reduce((sum, { count }) => sum + count, 0),
    basis: counted.map(({ basis }) => basis).join(" + "),
  };
}

/** Whether a state machine of jobs calls a function, rather than requests or a schedule. */
export function isCalledByMachine(fn: Resource, around: Surroundings): boolean {
  return around.all(machineType).some((machine) => calls(machine, fn));
}

/** By its ARN in the definition; while that is unknown by the name that `@pictor/jobs` gives it. */
function calls({ values }: Resource, fn: Resource): boolean {
  const name = fn.values.function_name;
  if (typeof name !== "string") return false;
  if (values.definition === unknownValue) return name === `${String(values.name)}-step`;
  return (
    kindOf(parsed(values.definition)) !== undefined &&
    new RegExp(`:function:${name}[:"]`).test(String(values.definition))
  );
}

function isCall(state: Attributes, fn: Resource): boolean {
  return (
    String(state.Resource).endsWith(":states:::lambda:invoke") &&
    new RegExp(`:function:${String(fn.values.function_name)}[:"]`).test(
      JSON.stringify(state.Parameters),
    )
  );
}

/** Runs of each machine of a kind, and the jobs of a run that work beside or after one another. */
function runsOf(
  kind: JobKind | undefined,
  around: Surroundings,
): { readonly runs: number; readonly parts: number } {
  const { batch, training } = around.traffic;
  const all = kind === "batch" ? batch?.runsPerMonth : training?.runsPerMonth;
  const sharing = around
    .all(machineType)
    .filter(({ values }) => kindOf(parsed(values.definition)) === kind);
  const images = kind === "batch" && all ? (batch?.imagesPerMonth ?? 0) / all : 0;
  return {
    runs: (all ?? 0) / Math.max(1, sharing.length),
    parts: Math.max(1, Math.ceil(images / picturesPerJob)),
  };
}

function definitionOf({ values: { definition } }: Resource): Attributes {
  if (definition === unknownValue) throw new UnknownAttribute("definition");
  return parsed(definition);
}

function parsed(definition: unknown): Attributes {
  try {
    const read: unknown = JSON.parse(String(definition));
    return isRecord(read) ? read : {};
  } catch {
    // Terraform's `jsonencode`, or another expression.
    return {};
  }
}

function kindOf(definition: Attributes): JobKind | undefined {
  const text = JSON.stringify(definition);
  const [creation] = Object.keys(creations).filter((name) => text.includes(`sagemaker:${name}`));
  return creation === undefined ? undefined : creations[creation];
}

/** States of an execution that repeats nothing: each one's `Next`, and the `Default` of a choice. */
function pathOf({ StartAt, States }: Attributes): readonly Attributes[] {
  const states = isRecord(States) ? States : {};
  const path = new Set<Attributes>();
  let state = states[String(StartAt)];
  while (isRecord(state) && !path.has(state)) {
    path.add(state);
    state = states[String(state.Next ?? state.Default)];
  }
  return [...path];
}

/** States of one item of the maps on the path. */
function pathsOfParts(definition: Attributes): readonly Attributes[] {
  return pathOf(definition).flatMap(({ ItemProcessor }) =>
    isRecord(ItemProcessor) ? pathOf(ItemProcessor) : [],
  );
}
