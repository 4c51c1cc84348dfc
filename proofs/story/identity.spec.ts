import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import {
  CreateEndpointCommand,
  DeleteEndpointCommand,
  DescribeEndpointCommand,
  SageMakerClient,
} from "@aws-sdk/client-sagemaker";
import { InvokeEndpointCommand, SageMakerRuntimeClient } from "@aws-sdk/client-sagemaker-runtime";
import { modelServer, parseIdentity } from "@pictor/contracts";
import { gunzipSync, gzipSync } from "fflate";
import { awsClient, local, manifest, result, run, settled } from "./local-run";

const { modelBucket, endpoints } = local;
const s3 = new S3Client({ ...awsClient(), forcePathStyle: true });
const sagemaker = new SageMakerClient(awsClient());
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

async function storedArtefact(): Promise<Uint8Array> {
  const { Body } = await s3.send(
    new GetObjectCommand({ Bucket: modelBucket, Key: manifest().live.key }),
  );
  return (await Body?.transformToByteArray()) ?? new Uint8Array();
}

/** Where a file of an uncompressed tar archive lies. */
function locate(tar: Uint8Array, name: string): { readonly from: number; readonly to: number } {
  const text = (from: number, length: number) =>
    Buffer.from(tar.subarray(from, from + length))
      .toString("ascii")
      .replace(/\0.*$/s, "");
  for (let at = 0; at < tar.length; ) {
    const size = Number.parseInt(text(at + 124, 12), 8) || 0;
    if (text(at, 100) === name) return { from: at + 512, to: at + 512 + size };
    at += 512 + Math.ceil(size / 512) * 512;
  }
  throw new Error(`no ${name} in the archive`);
}

/** Command lines of a process's descendants. */
function commandsBelow(ancestor: number): readonly string[] {
  const { stdout } = spawnSync("ps", ["-ww", "-eo", "pid=,ppid=,args="], { encoding: "utf8" });
  const processes = stdout.split("\n").map((line) => {
    const [pid, parent, ...words] = line.trim().split(/\s+/);
    return { pid: Number(pid), parent: Number(parent), command: words.join(" ") };
  });
  const below = (pid: number): readonly string[] =>
    processes
      .filter(({ parent }) => parent === pid)
      .flatMap((child) => [child.command, ...below(child.pid)]);
  return below(ancestor);
}

describe("what serves", () => {
  it("is TorchServe under AWS's own toolkit", () => {
    const commands = commandsBelow(run.emulator.pid);
    expect(commands.some((command) => command.includes("org.pytorch.serve.ModelServer"))).toBe(
      true,
    );
    expect(
      commands.some((command) => command.includes("sagemaker_pytorch_serving_container")),
    ).toBe(true);
  });

  it("is the release of the manifest, of the object in S3, with the weights of the file in it", async () => {
    const { live } = manifest();
    const object = await storedArtefact();
    expect(sha256(object)).toBe(live.sha256);
    const tar = gunzipSync(object);
    const { from, to } = locate(tar, "model.pth");
    expect(sha256(tar.subarray(from, to))).toBe(live.weightsSha256);
    expect(result.response.release).toEqual({
      sha256: live.sha256,
      weightsSha256: live.weightsSha256,
    });
  });

  it("says so itself, in the one header that InvokeEndpoint hands on", async () => {
    const answer = await new SageMakerRuntimeClient(awsClient()).send(
      new InvokeEndpointCommand({
        EndpointName: endpoints.realTime,
        ContentType: "image/png",
        Body: readFileSync(result.image),
      }),
    );
    const { live } = manifest();
    expect(modelServer.attributesHeader.toLowerCase()).toBe("x-amzn-sagemaker-custom-attributes");
    expect(parseIdentity(answer.CustomAttributes)).toEqual({
      release: live.sha256,
      weights: live.weightsSha256,
    });
  });
});

describe("wrong weights under a right name", () => {
  const EndpointName = "wrong-weights";
  let right: Uint8Array;
  const upload = (Body: Uint8Array) =>
    s3.send(new PutObjectCommand({ Bucket: modelBucket, Key: manifest().live.key, Body }));

  beforeAll(async () => {
    right = await storedArtefact();
    const tar = gunzipSync(right);
    const { from, to } = locate(tar, "model.pth");
    const middle = (from + to) >> 1;
    tar[middle] = (tar[middle] ?? 0) ^ 1;
    await upload(gzipSync(tar, { level: 1 }));
  });

  afterAll(async () => {
    await upload(right);
    await sagemaker.send(new DeleteEndpointCommand({ EndpointName }));
  });

  it("never come into service, and the endpoint says why", async () => {
    const { EndpointConfigName } = await sagemaker.send(
      new DescribeEndpointCommand({ EndpointName: endpoints.realTime }),
    );
    await sagemaker.send(new CreateEndpointCommand({ EndpointName, EndpointConfigName }));
    const endpoint = await settled(EndpointName);
    expect(endpoint?.EndpointStatus).toBe("Failed");
    expect(endpoint?.FailureReason).toMatch(/weights/);
  });
});
