import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  APIGatewayClient,
  DeleteDeploymentCommand,
  DeleteStageCommand,
  GetStageCommand,
} from "@aws-sdk/client-api-gateway";
import {
  LambdaClient,
  paginateListAliases,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
} from "@aws-sdk/client-lambda";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import {
  CreateEndpointCommand,
  DeleteEndpointCommand,
  SageMakerClient,
} from "@aws-sdk/client-sagemaker";
import { zipSync } from "fflate";
import { awsClient, local, manifest, predict, result, run, settled } from "./local-run";
import { root } from "./places";

const { modelBucket, endpoints, predictFunction } = local;
const errors: string[] = [];

/** What a caller is told now. */
async function complaint(): Promise<string> {
  const response = await predict(result.image);
  const { type, message } = (await response.json()) as { type?: string; message?: string };
  errors.push(`${response.status} ${type ?? message}`);
  return errors.at(-1) ?? "";
}

/** Publishes a version of the predict function and lets its alias, which the API calls, point there. */
async function deployCode(ZipFile: Uint8Array): Promise<void> {
  const client = new LambdaClient(awsClient());
  const FunctionName = predictFunction;
  const { Version } = await client.send(
    new UpdateFunctionCodeCommand({ FunctionName, ZipFile, Publish: true }),
  );
  for await (const { Aliases = [] } of paginateListAliases({ client }, { FunctionName })) {
    for (const { Name } of Aliases) {
      await client.send(new UpdateAliasCommand({ FunctionName, Name, FunctionVersion: Version }));
    }
  }
}

describe("nothing in the path is bypassed", () => {
  it("a handler swapped in the zip is what callers get", async () => {
    const ZipFile = zipSync({
      "index.js": Buffer.from(
        `exports.handler = async () => ({ statusCode: 500, body: '{"message":"swapped"}' });`,
      ),
    });
    await deployCode(ZipFile);
    expect(await complaint()).toBe("500 swapped");
    await deployCode(readFileSync(join(root, "packages", "api", "dist", "lambda", "predict.zip")));
    expect((await predict(result.image)).status).toBe(200);
  });

  it("with the artefact emptied, the endpoint cannot be made again, and callers are told to come back", async () => {
    const s3 = new S3Client({ ...awsClient(), forcePathStyle: true });
    const sagemaker = new SageMakerClient(awsClient());
    const EndpointName = endpoints.realTime;
    const { EndpointConfigName } = (await settled(EndpointName)) ?? {};
    await s3.send(
      new PutObjectCommand({
        Bucket: modelBucket,
        Key: manifest().live.key,
        Body: new Uint8Array(),
      }),
    );
    await sagemaker.send(new DeleteEndpointCommand({ EndpointName }));
    expect(await settled(EndpointName)).toBeUndefined();
    await sagemaker.send(new CreateEndpointCommand({ EndpointName, EndpointConfigName }));
    expect((await settled(EndpointName))?.EndpointStatus).toBe("Failed");
    expect(await complaint()).toBe("503 urn:pictor:problem:no-capacity");
  });

  it("with the deployment deleted, nothing answers at its URL", async () => {
    const gateway = new APIGatewayClient(awsClient());
    const { apiId: restApiId, stage: stageName } = run.api;
    const { deploymentId } = await gateway.send(new GetStageCommand({ restApiId, stageName }));
    // As AWS has it: what a stage serves cannot be deleted before the stage.
    await gateway.send(new DeleteStageCommand({ restApiId, stageName }));
    await gateway.send(new DeleteDeploymentCommand({ restApiId, deploymentId }));
    expect(await complaint()).toBe("403 Forbidden");
  });

  it("and every caller is told something else", () => {
    expect(new Set(errors).size).toBe(3);
  });
});
