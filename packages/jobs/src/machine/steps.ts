import { partitionOf } from "@pictor/contracts";
import type { Catch, Onward, Parameters, Retry, TaskState } from "./definition";

/** ARN of a service integration of Step Functions, such as `lambda:invoke`. */
export function integration(region: string, action: string): string {
  return `arn:${partitionOf(region)}:states:::${action}`;
}

/**
 * Errors by which SageMaker asks for patience: throttling, and instances that the account has no quota for at the moment.
 * Step Functions reports throttling under the name of the SDK's general exception, and a request or an answer that was
 * lost under that of the SDK's client.
 *
 * No job exists after one of them, so the same name can be used again. Only an answer that was lost may have been of a
 * job: then the name is taken, which {@link jobExists} catches.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-sagemaker.html (read 2026-11)
 */
export const refusedForNow: readonly Retry[] = [
  {
    ErrorEquals: ["SageMaker.ResourceLimitExceededException", "SageMaker.ResourceLimitExceeded"],
    IntervalSeconds: 60,
    MaxAttempts: 8,
    BackoffRate: 2,
    MaxDelaySeconds: 900,
    JitterStrategy: "FULL",
  },
  {
    ErrorEquals: [
      "SageMaker.AmazonSageMakerException",
      "SageMaker.SageMakerException",
      "SageMaker.SdkClientException",
      "SageMaker.ThrottlingException",
    ],
    IntervalSeconds: 5,
    MaxAttempts: 6,
    BackoffRate: 2,
    MaxDelaySeconds: 120,
    JitterStrategy: "FULL",
  },
];

/**
 * Repeats a stop for some seconds only. SageMaker refuses to stop a job that has ended under the same name as it
 * throttles.
 */
export const stopRetries: readonly Retry[] = [
  {
    ErrorEquals: ["SageMaker.SageMakerException", "SageMaker.SdkClientException"],
    IntervalSeconds: 5,
    MaxAttempts: 2,
    BackoffRate: 2,
    JitterStrategy: "FULL",
  },
];

/** Names under which SageMaker refuses a job because one of its name exists. */
export const jobExists: readonly string[] = [
  "SageMaker.ResourceInUseException",
  "SageMaker.ResourceInUse",
];

/** Lambda's own troubles, and S3's as the function throws them: the function was not at fault. */
const lambdaTroubles: readonly Retry[] = [
  {
    ErrorEquals: [
      "Lambda.ClientExecutionTimeoutException",
      "Lambda.ServiceException",
      "Lambda.AWSLambdaException",
      "Lambda.SdkClientException",
      "Lambda.TooManyRequestsException",
      "ConditionalRequestConflict",
      "SlowDown",
      "ServiceUnavailable",
      "TimeoutError",
    ],
    IntervalSeconds: 2,
    MaxAttempts: 5,
    BackoffRate: 2,
    JitterStrategy: "FULL",
  },
];

/** Calls a Lambda function; what it returns is the state's output. */
export function callFunction(
  region: string,
  functionArn: string,
  payload: Parameters,
  rest: { readonly Catch?: readonly Catch[] } & Onward,
): TaskState {
  return {
    Type: "Task",
    Resource: integration(region, "lambda:invoke"),
    Parameters: { FunctionName: functionArn, Payload: payload },
    OutputPath: "$.Payload",
    Retry: lambdaTroubles,
    ...rest,
  };
}
