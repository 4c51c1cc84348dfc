import { join } from "node:path";
import type { Target } from "@pictor/contracts";
import { lambdaAsset } from "@pictor/function";
import { FunctionProcess, type Invoked as InvokedFunction } from "@pictor/testing";
import type { APIGatewayProxyResult } from "aws-lambda";
import type { PredictEvent } from "../lambda/predict/event";

/** What one invocation of the bundle came to. */
export type Invoked = InvokedFunction<APIGatewayProxyResult>;

/** The bundle of the predict zip, as an execution environment of Lambda. */
export type PredictProcess = FunctionProcess<PredictEvent, APIGatewayProxyResult>;

/** What `GET /model` of a bundle under test answers. */
export const deployedModel = {
  release: { sha256: "a".repeat(64), weightsSha256: "b".repeat(64) },
  labels: { count: 10 },
  limits: {
    imageBytes: 4_000_000,
    imagePixels: { "image/jpeg": 50_000_000, "image/png": 12_500_000, "image/webp": 12_500_000 },
    imageSide: 16_384,
    top: { min: 1, max: 100, default: 5 },
  },
};

/** Starts one for these targets, which are at a loopback SageMaker's URL. */
export function startPredict(
  targets: readonly Target[],
  sagemakerUrl: string,
  variables: NodeJS.ProcessEnv = {},
): Promise<PredictProcess> {
  return FunctionProcess.start(lambdaAsset(join(__dirname, ".."), "predict").path, {
    AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME: sagemakerUrl,
    AWS_REGION: "eu-central-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_LAMBDA_FUNCTION_NAME: "pictures-predict",
    TARGETS: JSON.stringify(targets),
    MODEL: JSON.stringify(deployedModel),
    ...variables,
  });
}
