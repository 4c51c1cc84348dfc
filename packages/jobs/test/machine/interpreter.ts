import type { MachineDefinition, Parameters, Retry, State } from "../../src/machine/definition";

/** An error as Step Functions names it. */
export class StateError extends Error {
  public constructor(
    public override readonly name: string,
    public override readonly cause: string,
  ) {
    super(`${name}: ${cause}`);
  }
}

/** What the tasks of a machine do: by the end of their resource's ARN. */
export type Tasks = Readonly<
  Record<string, (parameters: Record<string, unknown>, state: string) => Promise<unknown>>
>;

/** How an execution ended. */
export interface Execution {
  readonly status: "SUCCEEDED" | "FAILED";
  readonly output: unknown;
  readonly error?: string;
  /** Names of the states that were entered, in order. */
  readonly path: readonly string[];
  /** Seconds that states waited, retries included. */
  readonly waited: number;
}

type Json = Record<string, unknown>;

interface Context {
  readonly [name: string]: unknown;
}

/**
 * Executes a definition as Step Functions does, as far as the machines of this package go: paths of names and `[*]`,
 * `States.Format`, Retry, Catch, Map. Nothing waits: waits are added up.
 */
export async function execute(
  definition: MachineDefinition,
  input: unknown,
  name: string,
  tasks: Tasks,
): Promise<Execution> {
  const path: string[] = [];
  const clock = { waited: 0 };
  const context = {
    Execution: { Id: `arn:execution:${name}`, Name: name, StartTime: "2026-11-29T08:00:00.000Z" },
  };
  try {
    const output = await walk(definition, input, context, { tasks, path, clock });
    return { status: "SUCCEEDED", output, path, waited: clock.waited };
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    return { status: "FAILED", output: error.cause, error: error.name, path, waited: clock.waited };
  }
}

interface Running {
  readonly tasks: Tasks;
  readonly path: string[];
  readonly clock: { waited: number };
}

async function walk(
  machine: Pick<MachineDefinition, "StartAt" | "States">,
  input: unknown,
  context: Context,
  running: Running,
): Promise<unknown> {
  let name: string | undefined = machine.StartAt;
  let data = input;
  while (name !== undefined) {
    const state: State | undefined = machine.States[name];
    if (state === undefined) throw new Error(`no state '${name}'`);
    running.path.push(name);
    const { next, output } = await enter(name, state, data, context, running);
    data = output;
    name = next;
  }
  return data;
}

async function enter(
  name: string,
  state: State,
  input: unknown,
  context: Context,
  running: Running,
): Promise<{ readonly next: string | undefined; readonly output: unknown }> {
  switch (state.Type) {
    case "Succeed":
      return { next: undefined, output: input };
    case "Fail":
      throw new StateError(state.Error, state.Cause);
    case "Choice": {
      const chosen = state.Choices.find(
        (rule) => at(rule.Variable, input, context) === rule.StringEquals,
      );
      return { next: chosen?.Next ?? state.Default, output: input };
    }
    case "Wait":
      running.clock.waited +=
        "Seconds" in state ? state.Seconds : Number(at(state.SecondsPath, input, context));
      return { next: nextOf(state), output: input };
    case "Pass":
      return { next: nextOf(state), output: input };
    case "Task":
    case "Map":
      break;
  }
  let attempt = 0;
  for (;;) {
    try {
      const result =
        state.Type === "Map"
          ? await mapOver(state, input, context, running)
          : await task(name, state, input, context, running);
      const placed = place(input, state.ResultPath, result);
      const output =
        state.Type === "Task" && state.OutputPath !== undefined
          ? at(state.OutputPath, placed, context)
          : placed;
      return { next: nextOf(state), output };
    } catch (error) {
      if (!(error instanceof StateError)) throw error;
      const retry =
        state.Type === "Task" ? (state.Retry ?? []).find((row) => matches(row, error)) : undefined;
      if (retry !== undefined && attempt < retry.MaxAttempts) {
        running.clock.waited += Math.min(
          retry.MaxDelaySeconds ?? Number.POSITIVE_INFINITY,
          retry.IntervalSeconds * retry.BackoffRate ** attempt,
        );
        attempt += 1;
        continue;
      }
      const caught = (state.Catch ?? []).find((row) => matches(row, error));
      if (caught === undefined) throw error;
      const failure = { Error: error.name, Cause: error.cause };
      return { next: caught.Next, output: place(input, caught.ResultPath, failure) };
    }
  }
}

async function task(
  name: string,
  state: Extract<State, { Type: "Task" }>,
  input: unknown,
  context: Context,
  { tasks }: Running,
): Promise<unknown> {
  const action = state.Resource.split(":::")[1] ?? state.Resource;
  const run = tasks[action];
  if (run === undefined) throw new Error(`no task '${action}'`);
  return run(fill(state.Parameters, input, context) as Json, name);
}

async function mapOver(
  state: Extract<State, { Type: "Map" }>,
  input: unknown,
  context: Context,
  running: Running,
): Promise<unknown[]> {
  const results: unknown[] = [];
  for (const [Index, Value] of (at(state.ItemsPath, input, context) as unknown[]).entries()) {
    const inner = { ...context, Map: { Item: { Index, Value } } };
    const item = fill(state.ItemSelector, input, inner);
    results.push(await walk(state.ItemProcessor, item, inner, running));
  }
  return results;
}

/** `States.ALL` stands for every error, `States.TaskFailed` for all but a time-out. */
function matches({ ErrorEquals }: Pick<Retry, "ErrorEquals">, { name }: StateError): boolean {
  return ErrorEquals.some(
    (each) =>
      each === name ||
      each === "States.ALL" ||
      (each === "States.TaskFailed" && name !== "States.Timeout"),
  );
}

function nextOf(state: { readonly Next?: string } | { readonly End: true }): string | undefined {
  return "Next" in state ? state.Next : undefined;
}

function fill(parameters: Parameters | unknown, input: unknown, context: Context): unknown {
  if (Array.isArray(parameters)) return parameters.map((each) => fill(each, input, context));
  if (typeof parameters !== "object" || parameters === null) return parameters;
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) =>
      name.endsWith(".$")
        ? [name.slice(0, -2), evaluate(String(value), input, context)]
        : [name, fill(value, input, context)],
    ),
  );
}

function evaluate(text: string, input: unknown, context: Context): unknown {
  const [, template = "", rest = ""] = /^States\.Format\('(.*?)', (.*)\)$/.exec(text) ?? [];
  if (template === "") return at(text, input, context);
  const values = rest.split(", ").map((each) => at(each, input, context));
  return template.replaceAll("{}", () => String(values.shift()));
}

function at(path: string, input: unknown, context: Context): unknown {
  const fromContext = path.startsWith("$$");
  const names = path
    .replace(/^\$\$?\.?/, "")
    .split(".")
    .filter((name) => name !== "");
  return names.reduce<unknown>(
    (value, name) => step(value, name, path),
    fromContext ? context : input,
  );
}

function step(value: unknown, name: string, path: string): unknown {
  if (Array.isArray(value)) return value.map((each) => step(each, name, path));
  const plain = name.replace("[*]", "");
  const found = (value as Json | undefined)?.[plain];
  if (found === undefined) throw new StateError("States.Runtime", `no '${name}' at ${path}`);
  return found;
}

function place(input: unknown, path: string | null | undefined, value: unknown): unknown {
  if (path === null) return input;
  if (path === undefined) return value;
  return { ...(input as Json), [path.slice(2)]: value };
}
