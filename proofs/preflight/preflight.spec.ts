import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { APIGatewayClient, UpdateAccountCommand } from "@aws-sdk/client-api-gateway";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { manifestFile, names } from "@pictor/contracts";
import { environments } from "@pictor/image-classifier";
import { Hand } from "../shared/hand";
import { LocalAws } from "../shared/local-aws";
import { type SmallArtefact, smallArtefact, smallDirectory } from "../shared/small-artefact";
import { runAws } from "./aws-command";

const [dev, prod] = ["dev", "prod"].map((environment) => {
  const found = environments.find(({ name }) => name === environment);
  if (found === undefined) throw new Error(`there is no environment '${environment}'`);
  return { environment, accountId: found.accountId, region: found.region };
});
if (dev === undefined || prod === undefined) throw new Error("two were asked for");
const cli = join(__dirname, "..", "..", "packages", "cli", "dist", "main.js");
const serverless =
  "Maximum total concurrency that can be allocated across all serverless endpoints";

interface Finding {
  readonly check: string;
  readonly status: "ok" | "warning" | "failed" | "unknown";
  readonly text: string;
  readonly fix?: string;
}

// The environments are looked at in one account, which the local AWS has one of: names tell them apart.
describe("pictor preflight, in a fresh account on a local AWS", () => {
  let directory: string;
  let aws: LocalAws;
  let hand: Hand;
  let s3: S3Client;
  let live: SmallArtefact;
  let previous: SmallArtefact;
  /** An uncompressed one, which serverless capacity does not take. */
  let plain: ReturnType<typeof smallDirectory>;

  const pictor = (...args: readonly string[]) =>
    spawnSync(process.execPath, [cli, ...args], {
      env: { ...aws.variables, PICTOR_RELEASES_DIR: join(directory, "releases") },
      encoding: "utf8",
    });
  const preflight = (environment: string) => {
    const { status, stdout } = pictor("preflight", environment, "--json");
    const [report = "{}"] = stdout.split("\n");
    const { findings } = JSON.parse(report) as { findings: readonly Finding[] };
    const bad = findings.filter((finding) => !["ok", "warning"].includes(finding.status));
    const warnings = findings.filter((finding) => finding.status === "warning");
    return { status, checked: findings.length - warnings.length, bad, warnings };
  };
  const found = (environment: string) =>
    preflight(environment).bad.map(({ status, text }) => `${status}: ${text}`);
  const put = (Bucket: string, Key: string, Body: Buffer, checked = true) =>
    s3.send(
      new PutObjectCommand({
        Bucket,
        Key,
        Body,
        ...(checked && { ChecksumSHA256: createHash("sha256").update(Body).digest("base64") }),
      }),
    );
  const release = (environment: string, releases: object) =>
    writeFileSync(
      manifestFile(join(directory, "releases"), environment),
      JSON.stringify({ schema: 1, ...releases }),
    );

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "pictor-preflight-"));
    mkdirSync(join(directory, "releases"));
    aws = await LocalAws.start(prod, directory);
    hand = new Hand(aws.client, join(directory, "aws"));
    s3 = new S3Client({ ...aws.client, forcePathStyle: true });
    // What an account may come with: https://github.com/aws/amazon-sagemaker-examples/issues/593 (read 2026-11-23).
    await hand.change("quotas/sagemaker", {
      "ml.c5.large for endpoint usage": 1,
      [serverless]: 4,
    });
    await hand.change("quotas/lambda", { "Concurrent executions": 10 });
    live = smallArtefact(directory, "three");
    previous = smallArtefact(directory, "eleven");
    plain = smallDirectory(directory, "fourteen");
    release("prod", { live: plain.release });
    release("dev", { live: live.release, previous: previous.release });
  });

  afterAll(async () => {
    await aws?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it("finds all that real-time capacity lacks; each fix, done as it is told, mends it", async () => {
    const { status, checked, bad } = preflight("prod");
    expect({ status, checked }).toEqual({ status: 1, checked: 7 });
    const fixes = Object.fromEntries(bad.map(({ text, fix = "none" }) => [text, fix]));
    const [instances, concurrency, logs, scaling, gateway, artefact] = Object.keys(fixes);
    expect(instances).toMatch(/^8 needed .*'ml\.c5\.large for endpoint usage' is 1$/);
    expect(concurrency).toMatch(
      /reserved and 100 kept free are needed, the account has 10; until it has more, accountConcurrency 10 in the environment reserves none/,
    );
    expect(logs).toMatch(/API Gateway has no role/);
    expect(scaling).toMatch(/ApplicationAutoScaling_SageMakerEndpoint does not exist/);
    expect(gateway).toMatch(/AWSServiceRoleForAPIGateway does not exist/);
    expect(artefact).toMatch(/^live: there is no s3:/);

    for (const command of Object.values(fixes).filter((fix) => fix.startsWith("aws "))) {
      runAws(command, aws.variables);
    }
    expect(fixes[logs ?? ""]).toMatch(
      /^npm run pictor -- account 333333333333 --region us-east-1$/,
    );
    // That stack takes a minute; what of it counts here is the role.
    const value = `arn:aws:iam::${prod.accountId}:role/api-logs`;
    const patch = { op: "replace", path: "/cloudwatchRoleArn", value } as const;
    await new APIGatewayClient(aws.client).send(
      new UpdateAccountCommand({ patchOperations: [patch] }),
    );
    await s3.send(new CreateBucketCommand({ Bucket: names(prod).modelBucket }));
    const [, ...publish] = (fixes[artefact ?? ""] ?? "").split(" ");
    const published = pictor(...publish.map((word) => (word === "<artefact>" ? plain.path : word)));
    expect(published).toMatchObject({ status: 0 });
    expect(preflight("prod")).toMatchObject({ status: 0, checked: 7, bad: [] });
  });

  it("finds the zones of the network offered, and lists what has ended without failing for it", () => {
    const zones = `${prod.region}a, ${prod.region}b`;
    const { stdout } = pictor("preflight", "prod");
    expect(stdout).toContain(`interface endpoint of sagemaker.runtime in ${zones}: offered`);
    const { warnings } = preflight("prod");
    expect(warnings.map(({ check }) => check)).toEqual(warnings.map(() => "ends of life"));
    expect(warnings.map(({ text }) => text)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^container image 'pytorch-inference:2.6' has had no patches since/),
        expect.stringMatching(/^AWS provider '5' has had no patches since/),
        expect.stringMatching(/^CDKTF '0.21' has had no patches since/),
      ]),
    );
  });

  it("asks nothing of autoscaling and instances for serverless capacity, but its concurrency", () => {
    const { status, checked, bad } = preflight("dev");
    expect({ status, checked }).toEqual({ status: 1, checked: 6 });
    expect(bad.map(({ check }) => check)).toEqual(["serverless", "artefact", "artefact"]);
    const [{ text, fix = "none" } = { text: "" }] = bad;
    expect(text).toMatch(/^5 needed .* is 4$/);
    runAws(fix, aws.variables);
    expect(preflight("dev").bad.map(({ check }) => check)).toEqual(["artefact", "artefact"]);
  });

  it("tells what is wrong with an artefact, and that it does not know of a quota that is not listed", async () => {
    const { modelBucket } = names(dev);
    await s3.send(new CreateBucketCommand({ Bucket: modelBucket }));
    const upload = ({ release: { key } }: SmallArtefact, body: Buffer, checked = true) =>
      put(modelBucket, key, body, checked);
    const { size } = live.release;
    await upload(live, live.bytes.subarray(1));
    await upload(previous, Buffer.alloc(previous.release.size));
    await hand.change("quotas/sagemaker", { [serverless]: null });
    expect(found("dev")).toEqual([
      `unknown: Service Quotas does not list '${serverless}'`,
      expect.stringContaining(`has ${size - 1} bytes, the manifest says ${size}`),
      expect.stringContaining(`the manifest says ${previous.release.sha256}`),
    ]);
    await upload(live, live.bytes, false);
    await upload(previous, previous.bytes);
    await hand.change("quotas/sagemaker", { [serverless]: 5 });
    expect(found("dev")).toEqual([expect.stringMatching(/^failed: live: .* has no SHA-256/)]);
  });

  it("looks at each object of an uncompressed artefact", async () => {
    const { key, sha256 } = plain.release;
    await put(names(prod).modelBucket, `${key}label.txt`, Buffer.from("FOURTEEN"));
    expect(found("prod")).toEqual([
      expect.stringMatching(new RegExp(`^failed: live: .* the manifest says ${sha256}$`)),
    ]);
  });
});
