import type { Catch, Parameters, State, TaskState } from "./definition";
import { type JobKind, jobTerms } from "./job-statements";
import { callFunction, integration, jobExists, refusedForNow, stopRetries } from "./steps";

type States = Readonly<Record<string, State>>;

/** What the states of one job need. */
export interface JobStatesInputs {
  readonly region: string;
  readonly kind: JobKind;
  /** Name of the state that starts the job. */
  readonly start: string;
  /** Path of the job's name in the state's input, such as `$.part.job`. */
  readonly jobName: string;
  /** Parameters of the job's creation. */
  readonly parameters: Parameters;
  /** Seconds that the job may take. It is stopped then. */
  readonly timeoutSeconds: number;
}

/**
 * States that start a SageMaker job and wait until it ends. `Review` follows, with the job's description or the error
 * at `$.outcome`.
 *
 * A job whose name exists already, since its creation was delivered twice, is followed instead of created. A job that
 * takes too long is stopped.
 */
export function jobStates(inputs: JobStatesInputs): States {
  const { jobName, kind, parameters, region, start, timeoutSeconds } = inputs;
  const { job } = jobTerms[kind];
  const review: Catch = { ErrorEquals: ["States.ALL"], ResultPath: "$.outcome", Next: "Review" };
  const byName = { [`${job}Name.$`]: jobName };
  return {
    [start]: {
      Type: "Task",
      Resource: integration(region, `sagemaker:create${job}.sync`),
      Parameters: parameters,
      TimeoutSeconds: timeoutSeconds,
      ResultPath: "$.outcome",
      Retry: refusedForNow,
      Catch: [
        { ErrorEquals: jobExists, ResultPath: "$.outcome", Next: "Describe" },
        { ErrorEquals: ["States.Timeout"], ResultPath: "$.outcome", Next: "Stop" },
        review,
      ],
      Next: "Review",
    },
    Describe: {
      Type: "Task",
      Resource: integration(region, `aws-sdk:sagemaker:describe${job}`),
      Parameters: byName,
      ResultPath: "$.outcome",
      Retry: refusedForNow,
      Catch: [review],
      Next: "Ended",
    },
    Ended: {
      Type: "Choice",
      Choices: ["InProgress", "Stopping"].map((status) => ({
        Variable: `$.outcome.${job}Status`,
        StringEquals: status,
        Next: "AwaitEnd",
      })),
      Default: "Review",
    },
    AwaitEnd: { Type: "Wait", Seconds: 60, Next: "Describe" },
    Stop: {
      Type: "Task",
      Resource: integration(region, `aws-sdk:sagemaker:stop${job}`),
      Parameters: byName,
      ResultPath: null,
      Retry: stopRetries,
      // Step Functions stops the job itself where it can, and a job that has ended cannot be stopped.
      Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: null, Next: "Review" }],
      Next: "Review",
    },
    Backoff: { Type: "Wait", SecondsPath: "$.waitSeconds", Next: start },
  };
}

/** What the states that plan a run need. */
export interface PlanStatesInputs {
  readonly region: string;
  readonly functionArn: string;
  /** State of a run that this execution has claimed. */
  readonly next: string;
}

/** The states that claim a run: an execution that finds another's claim ends at once. */
export function planStates({ functionArn, next, region }: PlanStatesInputs): States {
  return {
    Plan: callFunction(
      region,
      functionArn,
      {
        step: "plan",
        "request.$": "$",
        "execution.$": "$$.Execution.Id",
        "startedAt.$": "$$.Execution.StartTime",
      },
      { Catch: [untold], Next: "Claimed" },
    ),
    Claimed: {
      Type: "Choice",
      Choices: [{ Variable: "$.kind", StringEquals: "duplicate", Next: "DeliveredAgain" }],
      Default: next,
    },
    DeliveredAgain: { Type: "Succeed" },
  };
}

/** Sends a failed call of the function to the end of the run. */
export const untold: Catch = {
  ErrorEquals: ["States.ALL"],
  ResultPath: "$.failure",
  Next: "TellFailure",
};

/** Names and messages of a run's end. */
export interface EndingWords {
  /** Prefix of the names of errors, such as `Batch`. */
  readonly error: string;
  readonly subjects: {
    readonly success: string;
    readonly incomplete: string;
    readonly failure: string;
  };
  /** Why a run that wrote a summary fails. */
  readonly incompleteCause: string;
  /** Why a run that wrote none fails. */
  readonly failedCause: string;
}

/** The states that judge a summary, report the end to the topic, and end the run. */
export function endStates(
  region: string,
  topicArn: string | undefined,
  words: EndingWords,
): States {
  const { error, failedCause, incompleteCause, subjects } = words;
  const tell = (subject: string, message: string, next: string): State =>
    topicArn === undefined
      ? { Type: "Pass", Next: next }
      : notify({ region, topicArn, subject, message, next });
  return {
    Judge: {
      Type: "Choice",
      Choices: [{ Variable: "$.status", StringEquals: "complete", Next: "TellSuccess" }],
      Default: "TellIncomplete",
    },
    TellSuccess: tell(subjects.success, "$.message", "Done"),
    TellIncomplete: tell(subjects.incomplete, "$.message", "Incomplete"),
    TellFailure: tell(
      subjects.failure,
      `States.Format('${error} execution {} failed: {}: {}', $$.Execution.Name, $.failure.Error, $.failure.Cause)`,
      "Failed",
    ),
    Done: { Type: "Succeed" },
    Incomplete: { Type: "Fail", Error: `${error}.Incomplete`, Cause: incompleteCause },
    Failed: { Type: "Fail", Error: `${error}.Failed`, Cause: failedCause },
  };
}

/** A message that cannot be delivered changes nothing about the run. */
function notify(inputs: {
  readonly region: string;
  readonly topicArn: string;
  readonly subject: string;
  readonly message: string;
  readonly next: string;
}): TaskState {
  const { message, next, region, subject, topicArn } = inputs;
  return {
    Type: "Task",
    Resource: integration(region, "sns:publish"),
    Parameters: { TopicArn: topicArn, Subject: subject, "Message.$": message },
    ResultPath: null,
    Retry: [
      { ErrorEquals: ["States.TaskFailed"], IntervalSeconds: 5, MaxAttempts: 3, BackoffRate: 2 },
    ],
    Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: null, Next: next }],
    Next: next,
  };
}
