import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { DescribeEndpointCommand, SageMakerClient } from "@aws-sdk/client-sagemaker";
import { manifestFile, names, type ReleaseManifest } from "@pictor/contracts";
import type { InstanceType } from "@pictor/inference";
import { environments } from "../environments";
import { LocalAws } from "../test/local-aws";
import { changesOf, operationsSince, ringing, violations } from "./endpoint-evidence";
import { synthesiseEndpoint } from "./endpoint-stack";
import { type SmallArtefact, smallArtefact } from "./small-artefact";

const staging = environments.find(
  ({ name }) => name === "staging",
) as (typeof environments)[number];
const place = { environment: "staging", accountId: staging.accountId, region: staging.region };
const { endpoints, modelBucket, stateBucket, stacks } = names(place);
const stack = stacks.service;
const cli = join(__dirname, "..", "..", "..", "packages", "cli", "dist", "main.js");

describe("the life of an endpoint, with the real provider on a local AWS", () => {
  let directory: string;
  let aws: LocalAws;
  let before: unknown;
  let s3: S3Client;
  let artefacts: Readonly<Record<"one" | "three" | "eleven" | "fourteen", SmallArtefact>>;

  const synthesise = (instanceType: InstanceType, live: string, previous?: string): void => {
    const release = (label: string) => (artefacts as Record<string, SmallArtefact>)[label]?.release;
    const manifest = {
      schema: 1,
      live: release(live),
      ...(previous && { previous: release(previous) }),
    };
    writeFileSync(manifestFile(join(directory, "releases"), "staging"), JSON.stringify(manifest));
    synthesiseEndpoint(place, join(directory, "cdktf.out"), {
      manifest: manifest as ReleaseManifest,
      instanceType,
    });
  };
  const described = () =>
    new SageMakerClient(aws.client).send(
      new DescribeEndpointCommand({ EndpointName: endpoints.realTime }),
    );
  const plan = () => {
    aws.run(stack, "plan", "-input=false", "-out=plan");
    return changesOf(aws.run(stack, "show", "-json", "plan"));
  };
  const pictor = (...args: readonly string[]) =>
    spawnSync(process.execPath, [cli, ...args], {
      env: { ...aws.variables, PICTOR_RELEASES_DIR: join(directory, "releases") },
      encoding: "utf8",
    });

  const removeBucket = async (Bucket: string): Promise<void> => {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
    for (const { Key } of Contents) await s3.send(new DeleteObjectCommand({ Bucket, Key }));
    await s3.send(new DeleteBucketCommand({ Bucket }));
  };

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "pictor-endpoint-"));
    mkdirSync(join(directory, "releases"));
    writeFileSync(join(directory, "releases", "smoke.png"), "a picture, to this model");
    aws = await LocalAws.start(place, directory);
    before = await aws.inventory();
    s3 = new S3Client({ ...aws.client, forcePathStyle: true });
    for (const Bucket of [stateBucket, modelBucket])
      await s3.send(new CreateBucketCommand({ Bucket }));
    const labels = ["one", "three", "eleven", "fourteen"] as const;
    artefacts = Object.fromEntries(
      labels.map((label) => [label, smallArtefact(directory, label)]),
    ) as typeof artefacts;
    for (const { bytes, release } of Object.values(artefacts)) {
      await s3.send(new PutObjectCommand({ Bucket: modelBucket, Key: release.key, Body: bytes }));
    }
  });

  afterAll(async () => {
    await aws?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it("begins: it is applied, and then has nothing left to do", async () => {
    synthesise("ml.m5.xlarge", "three", "one");
    const terraform = aws.terraform(stack);
    await terraform.init();
    await terraform.apply();
    expect(plan()).toEqual([]);
    const { EndpointStatus, ProductionVariants } = await described();
    expect(EndpointStatus).toBe("InService");
    expect(ProductionVariants).toMatchObject([{ CurrentInstanceCount: 2 }]);
  });

  it("serves a new release: a model and a configuration come, those before the previous go, the endpoint is updated in place", async () => {
    synthesise("ml.m5.xlarge", "eleven", "three");
    const changes = plan();
    expect(changes).toEqual([
      "create aws_sagemaker_endpoint_configuration",
      "create aws_sagemaker_model",
      "delete aws_sagemaker_endpoint_configuration",
      "delete aws_sagemaker_model",
      "update aws_sagemaker_endpoint",
    ]);
    const since = await operationsSince(aws);
    await aws.terraform(stack).apply();
    const writes = (await since()).filter((one) =>
      /^(Create|Update|Delete)(Model|Endpoint)/.test(one),
    );
    expect(writes).toEqual([
      "CreateModel",
      "CreateEndpointConfig",
      "UpdateEndpoint",
      "DeleteEndpointConfig",
      "DeleteModel",
    ]);
    expect(plan()).toEqual([]);
  });

  it("changes its instance type: deregistered first, registered after, and nothing else is replaced", async () => {
    synthesise("ml.c6i.xlarge", "eleven", "three");
    const changes = plan();
    expect(changes.filter((change) => !/appautoscaling|configuration/.test(change))).toEqual([
      "update aws_sagemaker_endpoint",
    ]);
    expect(changes.filter((change) => change.includes("configuration"))).toEqual(
      Array(2).fill("create+delete aws_sagemaker_endpoint_configuration"),
    );
    const since = await operationsSince(aws);
    await aws.terraform(stack).apply();
    const writes = (await since()).filter((one) => /^(Update|Register|Deregister|Put)/.test(one));
    const at = (operation: string) => writes.indexOf(operation);
    expect(at("DeregisterScalableTarget")).toBeGreaterThanOrEqual(0);
    expect(at("DeregisterScalableTarget")).toBeLessThan(at("UpdateEndpoint"));
    expect(at("UpdateEndpoint")).toBeLessThan(at("RegisterScalableTarget"));
    expect(at("RegisterScalableTarget")).toBeLessThan(at("PutScalingPolicy"));
    expect(plan()).toEqual([]);
  });

  it("is found as it was deployed by pictor verify", () => {
    const { status, stdout, stderr } = pictor("verify", "staging");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toContain("eleven");
  });

  it("is taken back while an alarm rings: the apply fails, nothing that serves is destroyed, pictor verify names both configurations", async () => {
    const { EndpointConfigName: running } = await described();
    synthesise("ml.m5.xlarge", "fourteen", "eleven");
    const silence = await ringing(aws, `${endpoints.realTime}-rollback-server-errors`);
    try {
      await expect(aws.terraform(stack).apply()).rejects.toThrow(/took the update of endpoint/);
    } finally {
      await silence();
    }
    const { EndpointStatus, EndpointConfigName } = await described();
    expect({ EndpointStatus, EndpointConfigName }).toEqual({
      EndpointStatus: "InService",
      EndpointConfigName: running,
    });
    const { status, stdout, stderr } = pictor("verify", "staging", "--json");
    expect({ status, stderr: stderr !== "" }).toEqual({ status: 1, stderr: true });
    expect(stdout).toContain(running);
    const {
      endpoints: [deployed],
    } = (await aws.terraform(stack).outputs()) as {
      endpoints: readonly { configuration: string }[];
    };
    expect(deployed?.configuration).not.toBe(running);
    expect(stdout).toContain(deployed?.configuration);
  });

  it("comes through when the alarm is silent, and has nothing left to do", async () => {
    await aws.terraform(stack).apply();
    expect(plan()).toEqual([]);
    expect(pictor("verify", "staging").status).toBe(0);
  });

  it("asked of SageMaker, Application Auto Scaling and IAM only what AWS's own models allow", async () => {
    expect(await violations(aws, ["sagemaker", "application-autoscaling", "iam"])).toEqual([]);
  });

  it("leaves nothing behind when it is destroyed", async () => {
    await aws.terraform(stack).destroy();
    for (const Bucket of [stateBucket, modelBucket]) await removeBucket(Bucket);
    expect(await aws.inventory()).toEqual(before);
  });
});
