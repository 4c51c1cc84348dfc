/**
 * The Amazon States Language, as far as the machines of this package use it. A machine is plain data, so that it can be
 * read, compared and validated without an account.
 *
 * @see https://states-language.net/spec.html
 */
export interface MachineDefinition {
  readonly Comment: string;
  readonly StartAt: string;
  /** Seconds until Step Functions ends an execution, and stops the job that it waits for. */
  readonly TimeoutSeconds?: number;
  readonly States: Readonly<Record<string, State>>;
}

/** A state; all of them take JSONPath. */
export type State = TaskState | ChoiceState | WaitState | MapState | PassState | EndState;

/** Where an execution goes on: exactly one of both. */
export type Onward = { readonly Next: string } | { readonly End: true };

/** Parameters of a task: a name that ends in `.$` has a path or an intrinsic function as its value. */
export interface Parameters {
  readonly [name: string]: unknown;
}

/** Repeats a state that failed. */
export interface Retry {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds: number;
  readonly MaxAttempts: number;
  readonly BackoffRate: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: "FULL" | "NONE";
}

/** Leads a state that failed elsewhere, with the error at a path. */
export interface Catch {
  readonly ErrorEquals: readonly string[];
  readonly ResultPath: string | null;
  readonly Next: string;
}

/** Calls a service. */
export type TaskState = {
  readonly Type: "Task";
  readonly Resource: string;
  readonly Parameters: Parameters;
  readonly TimeoutSeconds?: number;
  readonly ResultPath?: string | null;
  readonly OutputPath?: string;
  readonly Retry?: readonly Retry[];
  readonly Catch?: readonly Catch[];
} & Onward;

/** Chooses the next state by a value of its input. */
export interface ChoiceState {
  readonly Type: "Choice";
  readonly Choices: readonly {
    readonly Variable: string;
    readonly StringEquals: string;
    readonly Next: string;
  }[];
  readonly Default: string;
}

/** Waits a number of seconds. */
export type WaitState = {
  readonly Type: "Wait";
} & ({ readonly Seconds: number } | { readonly SecondsPath: string }) &
  Onward;

/** Runs states once for each item of a list. */
export type MapState = {
  readonly Type: "Map";
  readonly ItemsPath: string;
  readonly MaxConcurrency: number;
  readonly ItemSelector: Parameters;
  readonly ItemProcessor: {
    readonly ProcessorConfig: { readonly Mode: "INLINE" };
    readonly StartAt: string;
    readonly States: Readonly<Record<string, State>>;
  };
  readonly ResultPath: string | null;
  readonly Catch?: readonly Catch[];
} & Onward;

/** Hands its input on, with a value at a path. */
export type PassState = {
  readonly Type: "Pass";
  readonly Parameters?: Parameters;
  readonly Result?: unknown;
  readonly ResultPath?: string | null;
} & Onward;

/** Ends an execution. */
export type EndState =
  | { readonly Type: "Succeed" }
  | { readonly Type: "Fail"; readonly Error: string; readonly Cause: string };
