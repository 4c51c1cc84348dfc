import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { names } from "@pictor/contracts";
import { checkov, failuresOf } from "../shared/checkov";
import { exceptions, notApplicable, withoutException } from "../shared/checkov-exceptions";
import { LocalAws } from "../shared/local-aws";
import { managedChanges, valuesAfter } from "../shared/plan-changes";
import { synthesiseGround } from "./ground-stack";

const place = { environment: "ground", accountId: "444444444444", region: "us-east-1" };

/** Addresses, without cdktf's hash, of the buckets that receive access logs. */
function accessLogTargets(plan: string): readonly string[] {
  const changes = managedChanges(plan);
  const targets = changes
    .filter(({ type }) => type === "aws_s3_bucket_logging")
    .map((change) => valuesAfter(change).target_bucket);
  return changes
    .filter((change) => change.type === "aws_s3_bucket")
    .filter((change) => targets.includes(valuesAfter(change).bucket))
    .map(({ address }) => address.replace(/_[0-9A-F]{8}$/, ""));
}

describe("a stack of network and storage, on a local AWS", () => {
  let directory: string;
  let aws: LocalAws;
  let before: unknown;

  const synthesise = (changes: Partial<Parameters<typeof synthesiseGround>[1]> = {}) =>
    synthesiseGround(place, {
      outdir: join(directory, "cdktf.out"),
      protected: false,
      availabilityZones: ["us-east-1a", "us-east-1b"],
      ...changes,
    });

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "pictor-ground-"));
    aws = await LocalAws.start(place, directory);
    before = await aws.inventory();
  });

  afterAll(async () => {
    await aws?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it("fails no check of Checkov but the documented ones, and what AWS rules out for access log targets", async () => {
    synthesise();
    await aws.terraform("ground").init();
    const plan = join(directory, "plan.json");
    aws.run("ground", "plan", "-input=false", "-out=plan");
    const shown = aws.run("ground", "show", "-json", "plan");
    writeFileSync(plan, shown);
    const targets = accessLogTargets(shown);
    expect(targets).toEqual(["aws_s3_bucket.Logs"]);
    const { passed, passedChecks, failed } = await checkov(plan);
    expect(failed).toEqual(
      failuresOf([...exceptions, { check: notApplicable.check, resources: targets }]),
    );
    expect(passed).toBeGreaterThan(100);
    expect(passedChecks).toEqual(expect.arrayContaining([...withoutException]));
  });

  it("makes no exception of what a review of buckets, keys and network admits none of", () => {
    const excepted = exceptions.map(({ check }) => check);
    expect(excepted.filter((check) => withoutException.includes(check))).toEqual([]);
    expect(withoutException).toContain(notApplicable.check);
  });

  it("applies, and then has nothing left to do", async () => {
    synthesise();
    const ground = aws.terraform("ground");
    await ground.apply();
    expect(await ground.hasChanges()).toBe(false);
  });

  it("has nothing to do either where every list is given in the opposite order", async () => {
    const stack = join(directory, "cdktf.out", "stacks", "ground", "cdk.tf.json");
    const usual = readFileSync(stack, "utf8");
    synthesise({ order: (items) => [...items].reverse() });
    expect(readFileSync(stack, "utf8")).not.toBe(usual);
    expect(await aws.terraform("ground").hasChanges()).toBe(false);
  });

  it("takes a release once, and gives it back", async () => {
    const { AWS_ENDPOINT_URL: endpoint, ...variables } = aws.variables;
    const s3 = new S3Client({
      ...(endpoint !== undefined && { endpoint }),
      region: place.region,
      forcePathStyle: true,
      credentials: {
        accessKeyId: variables.AWS_ACCESS_KEY_ID ?? "",
        secretAccessKey: variables.AWS_SECRET_ACCESS_KEY ?? "",
      },
    });
    const release = { Bucket: names(place).modelBucket, Key: "releases/0/model.tar.gz" };
    const publish = () =>
      s3.send(new PutObjectCommand({ ...release, Body: "weights", IfNoneMatch: "*" }));
    await publish();
    await expect(publish()).rejects.toThrow(/pre-?condition/i);
    const { Body } = await s3.send(new GetObjectCommand(release));
    expect(await Body?.transformToString()).toBe("weights");
  });

  it("refuses a zone in which the service has no endpoint, and says which", async () => {
    synthesise({ availabilityZones: ["us-east-1a", "us-east-1p"] });
    await expect(aws.terraform("ground").hasChanges()).rejects.toThrow(
      /not offered in us-east-1p: give the network other availability zones/,
    );
  });

  it("is not destroyed where its data is protected", async () => {
    synthesise({ protected: true });
    await expect(aws.terraform("ground").destroy()).rejects.toThrow(/prevent_destroy/);
  });

  it("leaves nothing behind when it is destroyed", async () => {
    synthesise();
    await aws.terraform("ground").destroy();
    expect(await aws.inventory()).toEqual(before);
  });
});
