import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  type ExecutionStatus,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { UserError } from "@pictor/terraform";
import type { JobClients } from "./clients";
import { readObject } from "./objects";
import { executionArn, type JobPlace } from "./place";

/** An execution of a machine as it is now. */
export interface Execution {
  readonly arn: string;
  readonly status: ExecutionStatus;
  /** State that it entered last; empty before the first. */
  readonly state: string;
  /** Why it ended, where it did not succeed. */
  readonly reason?: string;
}

/** Newest events that are looked through for a state: a part's states have no more between two of them. */
const newestEvents = 100;

/** What a machine does, by the option that makes it. */
const wordsOf = { batch: "batch transform", training: "training" } as const;

/** @throws UserError if the environment has no such machine */
export async function requireMachine(
  { sfn }: JobClients,
  { machineArn, machineName, option, place }: JobPlace,
): Promise<void> {
  try {
    await sfn.send(new DescribeStateMachineCommand({ stateMachineArn: machineArn }));
  } catch (error) {
    if ((error as Error).name !== "StateMachineDoesNotExist") throw error;
    const { accountId, environment, region } = place;
    throw new UserError(
      `'${environment}' has no ${wordsOf[option]}: there is no state machine ${machineName} in account ${accountId}, ${region}`,
      {
        hint: `give the environment a '${option}' in apps/image-classifier/environments/${environment}.ts, then deploy the stacks ${environment}-data and ${environment}-jobs${option === "batch" ? "; a release must be published first" : ""}`,
      },
    );
  }
}

/** Starts a run. The execution's name is the run's id: a call that is repeated starts nothing. */
export async function startExecution(
  { sfn }: JobClients,
  { machineArn }: JobPlace,
  run: string,
  input: object,
): Promise<void> {
  await sfn.send(
    new StartExecutionCommand({
      stateMachineArn: machineArn,
      name: run,
      input: JSON.stringify(input),
    }),
  );
}

/**
 * Finds a run's execution: by the run's claim, or of a run that has not written it yet by its name.
 *
 * @throws UserError if there is no such run
 */
export async function findRun(clients: JobClients, where: JobPlace, run: string): Promise<string> {
  const claim = await readObject(clients.s3, where.bucket, `${where.runs}${run}/run.json`);
  if (claim !== undefined) return (JSON.parse(claim) as { readonly execution: string }).execution;
  const arn = executionArn(where, run);
  if ((await describe(clients, arn)) !== undefined) return arn;
  throw new UserError(`'${where.place.environment}' has no run ${run}`, {
    hint: `the runs that there are: aws s3 ls s3://${where.bucket}/${where.runs}`,
  });
}

/**
 * Reads what an execution is doing, or why it ended; `undefined` 90 days after its end, when Step Functions deletes it.
 */
export async function readExecution(
  clients: JobClients,
  arn: string,
): Promise<Execution | undefined> {
  const found = await describe(clients, arn);
  if (found === undefined) return undefined;
  const { cause, error, status } = found;
  const events = await newest(clients, arn);
  const state = events.map(enteredState).find((name) => name !== undefined) ?? "";
  const failed = status !== "RUNNING" && status !== "SUCCEEDED";
  return {
    arn,
    status,
    state,
    ...(failed && { reason: failureOf(events) ?? textOf(error, cause) ?? status }),
  };
}

async function describe(
  { sfn }: JobClients,
  arn: string,
): Promise<
  { readonly status: ExecutionStatus; readonly error?: string; readonly cause?: string } | undefined
> {
  try {
    const { cause, error, status } = await sfn.send(
      new DescribeExecutionCommand({ executionArn: arn }),
    );
    return {
      status: status ?? "RUNNING",
      ...(error !== undefined && { error }),
      ...(cause !== undefined && { cause }),
    };
  } catch (error) {
    if ((error as Error).name === "ExecutionDoesNotExist") return undefined;
    throw error;
  }
}

async function newest({ sfn }: JobClients, arn: string): Promise<readonly HistoryEvent[]> {
  const { events = [] } = await sfn.send(
    new GetExecutionHistoryCommand({
      executionArn: arn,
      reverseOrder: true,
      maxResults: newestEvents,
    }),
  );
  return events;
}

function enteredState({ stateEnteredEventDetails }: HistoryEvent): string | undefined {
  return stateEnteredEventDetails?.name;
}

/** The machine ends a failed run in a state of its own; the failure itself is that state's input. */
function failureOf(events: readonly HistoryEvent[]): string | undefined {
  const input = events.find((event) => enteredState(event) === "TellFailure")
    ?.stateEnteredEventDetails?.input;
  const { Cause, Error: error } = fieldsOf(fieldsOf(parse(input)).failure);
  const message = fieldsOf(parse(Cause)).errorMessage;
  return typeof message === "string" ? message : textOf(error, Cause);
}

function textOf(error: unknown, cause: unknown): string | undefined {
  const parts = [error, cause].filter((part) => typeof part === "string" && part !== "");
  return parts.length === 0 ? undefined : parts.join(": ");
}

function parse(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}
