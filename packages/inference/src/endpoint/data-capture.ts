import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { SagemakerEndpointConfigurationDataCaptureConfig } from "@cdktf/provider-aws/lib/sagemaker-endpoint-configuration";
import { isToken } from "@pictor/contracts";

/** Where captured requests and answers go: a `PayloadStore` of `@pictor/storage`, for example. */
export interface CaptureStore {
  readonly bucketName: string;
  /** Lets a role write objects below a prefix. */
  grantWrite(role: IamRole, prefix: string, id?: string): void;
}

/** A share of all requests, kept with their answers. The pictures are what callers sent: mind whose they are. */
export interface DataCapture {
  readonly store: CaptureStore;
  /** Share of the requests that is kept, 1 to 100 percent. */
  readonly samplingPercent: number;
}

/** Prefix that an endpoint's captured requests have in the store. */
export function capturePrefix(endpointName: string): string {
  return `capture/${endpointName}/`;
}

/** The capture in the provider's words. No key is named: the store's own encrypts, as for all its objects. */
export function dataCaptureConfig(
  endpointName: string,
  { store, samplingPercent }: DataCapture,
): SagemakerEndpointConfigurationDataCaptureConfig {
  return {
    enableCapture: true,
    initialSamplingPercentage: samplingPercent,
    destinationS3Uri: `s3://${store.bucketName}/${capturePrefix(endpointName)}`,
    captureOptions: [{ captureMode: "Input" }, { captureMode: "Output" }],
  };
}

/** Problems of a capture; empty if valid. */
export function dataCaptureProblems({ samplingPercent }: DataCapture): string[] {
  // SageMaker reads the percentage, nothing is calculated with it: a token is carried through.
  if (isToken(samplingPercent)) return [];
  return Number.isInteger(samplingPercent) && samplingPercent >= 1 && samplingPercent <= 100
    ? []
    : [`dataCapture.samplingPercent must be a whole number from 1 to 100, got ${samplingPercent}`];
}
