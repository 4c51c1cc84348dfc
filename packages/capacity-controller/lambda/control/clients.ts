import { ApplicationAutoScalingClient } from "@aws-sdk/client-application-auto-scaling";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { SageMakerClient } from "@aws-sdk/client-sagemaker";
import { SageMakerRuntimeClient } from "@aws-sdk/client-sagemaker-runtime";
import { SNSClient } from "@aws-sdk/client-sns";
import { SSMClient } from "@aws-sdk/client-ssm";

/** Milliseconds of one attempt of a call to a control plane. A time-out alone would only be logged. */
const requestHandler = {
  connectionTimeout: 2_000,
  requestTimeout: 8_000,
  throwOnRequestTimeout: true,
} as const;
const usual = { maxAttempts: 3, retryMode: "standard", requestHandler } as const;

/** The services that the controller calls. One of each per execution environment: they keep their connections. */
export const clients = {
  autoScaling: new ApplicationAutoScalingClient(usual),
  cloudWatch: new CloudWatchClient(usual),
  sageMaker: new SageMakerClient(usual),
  sns: new SNSClient(usual),
  ssm: new SSMClient(usual),
  /** A cold container takes many seconds, and an answer of the second attempt would not tell whether it was. */
  runtime: new SageMakerRuntimeClient({
    maxAttempts: 1,
    requestHandler: { ...requestHandler, requestTimeout: 60_000 },
  }),
} as const;

/** Ends a call, its retries included, after some milliseconds. */
export function within(milliseconds: number): { readonly abortSignal: AbortSignal } {
  return { abortSignal: AbortSignal.timeout(Math.max(1, Math.round(milliseconds))) };
}

/** Milliseconds of a call to a control plane with its retries. */
export const callMs = 20_000;

/** Whether an AWS service refused a call by one of these names. */
export function isRefusal(error: unknown, ...names: readonly string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}

/** Error names by which AWS asks for patience. */
export const throttles = [
  "ThrottlingException",
  "Throttling",
  "TooManyRequestsException",
  "RequestLimitExceeded",
] as const;

/** Whether AWS answered, and refused: a call that timed out may have been carried out. */
export function isAnswered(error: unknown): boolean {
  if (!(error instanceof Error) || !("$response" in error || "$fault" in error)) return false;
  const { $fault } = error as { readonly $fault?: "client" | "server" };
  return $fault === "client" && !isRefusal(error, ...throttles);
}

/** An error as one line. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
