import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { APIGatewayClient, UpdateAccountCommand } from "@aws-sdk/client-api-gateway";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { manifestFile, names, serviceTrust } from "@pictor/contracts";
import { environments } from "../environments";
import { LocalAws } from "../test/local-aws";
import { type SmallArtefact, smallArtefact } from "./small-artefact";

const staging = environments.find(({ name }) => name === "staging");
if (staging === undefined) throw new Error("there is no environment 'staging'");
const place = { environment: "staging", accountId: staging.accountId, region: staging.region };
const cli = join(__dirname, "..", "..", "..", "packages", "cli", "dist", "main.js");

interface Report {
  readonly findings: readonly {
    readonly check: string;
    readonly status: string;
    readonly fix?: string;
  }[];
}

describe("pictor preflight, in a fresh account on a local AWS", () => {
  let directory: string;
  let aws: LocalAws;
  let artefact: SmallArtefact;

  /** Exit code and the checks that failed. */
  const preflight = () => {
    const { status, stdout } = spawnSync(
      process.execPath,
      [cli, "preflight", "staging", "--json"],
      {
        env: { ...aws.variables, PICTOR_RELEASES_DIR: join(directory, "releases") },
        encoding: "utf8",
      },
    );
    const [report = "{}"] = stdout.split("\n");
    const { findings }: Report = JSON.parse(report);
    const failed = findings.filter((finding) => finding.status === "failed");
    expect(failed.map(({ fix }) => fix)).not.toContain(undefined);
    return { status, checked: findings.length, failed: failed.map(({ check }) => check) };
  };

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "pictor-preflight-"));
    mkdirSync(join(directory, "releases"));
    artefact = smallArtefact(directory, "three");
    const manifest = JSON.stringify({ schema: 1, live: artefact.release });
    writeFileSync(manifestFile(join(directory, "releases"), "staging"), manifest);
    aws = await LocalAws.start(place, directory);
  });

  afterAll(async () => {
    await aws?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it("finds everything that is missing, each with the command that mends it, and fails", () => {
    expect(preflight()).toEqual({
      status: 1,
      checked: 6,
      failed: ["api logs", "service role", "service role", "artefact"],
    });
  });

  it("finds nothing once it is mended", async () => {
    const gateway = new APIGatewayClient(aws.client);
    const value = `arn:aws:iam::${place.accountId}:role/api-logs`;
    const patch = { op: "replace", path: "/cloudwatchRoleArn", value } as const;
    await gateway.send(new UpdateAccountCommand({ patchOperations: [patch] }));
    // As CreateServiceLinkedRole names them in AWS; the local one makes up names of its own.
    for (const [service, RoleName] of [
      [
        "sagemaker.application-autoscaling",
        "AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint",
      ],
      ["ops.apigateway", "AWSServiceRoleForAPIGateway"],
    ] as const) {
      await aws.query("iam", {
        Action: "CreateRole",
        Version: "2010-05-08",
        RoleName,
        AssumeRolePolicyDocument: serviceTrust(`${service}.amazonaws.com`, place.accountId),
      });
    }
    const s3 = new S3Client({ ...aws.client, forcePathStyle: true });
    const { modelBucket: Bucket } = names(place);
    const { bytes, release } = artefact;
    await s3.send(new CreateBucketCommand({ Bucket }));
    await s3.send(
      new PutObjectCommand({
        Bucket,
        Key: release.key,
        Body: bytes,
        ChecksumSHA256: Buffer.from(release.sha256, "hex").toString("base64"),
      }),
    );
    expect(preflight()).toEqual({ status: 0, checked: 6, failed: [] });
  });
});
