import { readFileSync } from "node:fs";
import { join } from "node:path";
import { APIGatewayClient, DeleteStageCommand } from "@aws-sdk/client-api-gateway";
import { LambdaClient, UpdateFunctionCodeCommand } from "@aws-sdk/client-lambda";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import {
  CreateEndpointCommand,
  DeleteEndpointCommand,
  DescribeEndpointCommand,
  SageMakerClient,
} from "@aws-sdk/client-sagemaker";
import { names } from "@pictor/contracts";
import { zipSync } from "fflate";
import { awsClient, manifest, predict, result, run } from "./local-run";
import { root } from "./places";

const { modelBucket, endpoints, predictFunction } = names({
  environment: "local",
  accountId: "000000000000",
  region: "us-east-1",
});
const types: string[] = [];

async function problem(): Promise<{ status: number; type: string }> {
  const response = await predict(result.image);
  const { type } = (await response.json()) as { type: string };
  types.push(type);
  return { status: response.status, type };
}

describe("nothing in the path is bypassed", () => {
  it("a handler swapped in the zip is what callers get", async () => {
    const lambda = new LambdaClient(awsClient());
    const ZipFile = zipSync({
      "index.js": Buffer.from("exports.handler = () => { throw new Error('swapped'); };"),
    });
    await lambda.send(new UpdateFunctionCodeCommand({ FunctionName: predictFunction, ZipFile }));
    expect(await problem()).toEqual({ status: 502, type: "urn:pictor:problem:model-failed" });
    await lambda.send(
      new UpdateFunctionCodeCommand({
        FunctionName: predictFunction,
        ZipFile: readFileSync(join(root, "packages", "api", "dist", "lambda", "predict.zip")),
      }),
    );
    expect((await predict(result.image)).status).toBe(200);
  });

  it("with the artefact emptied, the endpoint cannot be made again, and callers are told to come back", async () => {
    const s3 = new S3Client({ ...awsClient(), forcePathStyle: true });
    const sagemaker = new SageMakerClient(awsClient());
    const EndpointName = endpoints.realTime;
    const describe = () => sagemaker.send(new DescribeEndpointCommand({ EndpointName }));
    const { EndpointConfigName } = await describe();
    await s3.send(
      new PutObjectCommand({
        Bucket: modelBucket,
        Key: manifest().live.key,
        Body: new Uint8Array(),
      }),
    );
    await sagemaker.send(new DeleteEndpointCommand({ EndpointName }));
    while (
      await describe().then(
        () => true,
        () => false,
      )
    )
      await pause();
    await sagemaker.send(new CreateEndpointCommand({ EndpointName, EndpointConfigName }));
    while ((await describe()).EndpointStatus === "Creating") await pause();
    expect((await describe()).EndpointStatus).toBe("Failed");
    expect(await problem()).toEqual({ status: 503, type: "urn:pictor:problem:no-capacity" });
  });

  it("with the deployed stage deleted, nothing answers at its URL", async () => {
    const gateway = new APIGatewayClient(awsClient());
    const stage = { restApiId: run.api.apiId, stageName: "v1" };
    await gateway.send(new DeleteStageCommand(stage));
    const response = await predict(result.image);
    expect(response.status).toBe(403);
    expect(await response.json()).toEqual({ message: "Forbidden" });
  });

  it("and the errors differ", () => {
    expect(new Set(types).size).toBe(2);
  });
});

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 300));
}
