import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { type BatchSummary, batchPrefixes } from "@pictor/jobs";
import { LocalAws } from "../shared/local-aws";
import { smallArtefact } from "../shared/small-artefact";
import { jobsNames, synthesiseJobs } from "./jobs-stack";
import { decodingModel, writePictures } from "./pictures";

const place = { environment: "jobs", accountId: "999999999999", region: "us-east-1" };
const { input, manifests, output } = batchPrefixes("batch/");
const pictures = 205;
const broken = 5;

/** A call of AWS, as the local AWS records it. */
interface Call {
  readonly service: string;
  readonly operation: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly status: number;
}

describe("jobs, applied on a local AWS", () => {
  let directory: string;
  let aws: LocalAws;
  let s3: S3Client;
  let before: unknown;
  let reschedule: (expression: string) => void;

  const put = (key: string, body: Buffer | string) =>
    s3.send(new PutObjectCommand({ Bucket: jobsNames.bucket, Key: key, Body: body }));
  const read = async (key: string): Promise<string> => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: jobsNames.bucket, Key: key }));
    return (await Body?.transformToString()) ?? "";
  };
  const keysBelow = async (prefix: string): Promise<readonly string[]> => {
    const { Contents = [] } = await s3.send(
      new ListObjectsV2Command({ Bucket: jobsNames.bucket, Prefix: prefix }),
    );
    return Contents.map(({ Key = "" }) => Key);
  };
  const summaries = async (): Promise<readonly string[]> =>
    (await keysBelow(output)).filter((key) => key.endsWith("/summary.json"));

  const runs = async (): Promise<number> =>
    (await keysBelow(output)).filter((key) => key.endsWith("/run.json")).length;
  /** Subjects of the messages that runs have published so far, with their statuses. */
  const subjects = async (): Promise<readonly unknown[]> => {
    const { calls } = await aws.look<{ readonly calls: readonly Call[] }>("requests");
    return calls
      .filter(({ operation, service }) => service === "sns" && operation === "Publish")
      .map(({ params, status }) => `${params.Subject}: ${status}`);
  };
  const until = async (isSo: () => Promise<boolean>): Promise<void> => {
    for (let waits = 0; waits < 300 && !(await isSo()); waits += 1) await sleep(1000);
  };

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "pictor-jobs-"));
    aws = await LocalAws.start(place, directory);
    s3 = new S3Client({ ...aws.client, forcePathStyle: true });
    before = await aws.inventory();
  });

  afterAll(async () => {
    await aws?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it("are created, and then Terraform has nothing left to do", async () => {
    const { bytes, release } = smallArtefact(directory, "formats", decodingModel);
    reschedule = (expression) =>
      synthesiseJobs(place, release, join(directory, "cdktf.out"), [
        { name: "daily", expression, prefix: `${input}daily/` },
      ]);
    reschedule("cron(0 3 * * ? *)");
    for (const name of ["ground", "jobs"]) {
      const stack = aws.terraform(name);
      await stack.init();
      await stack.apply();
      expect(await stack.hasChanges()).toBe(false);
      if (name === "ground") await put(release.key, bytes);
    }
  });

  it("classify 205 pictures of three formats when a manifest is stored, five broken ones among them", async () => {
    const folder = join(directory, "pictures");
    mkdirSync(folder);
    const names = writePictures(folder, pictures - broken, broken);
    await Promise.all(
      names.map((name) => put(`${input}day/${name}`, readFileSync(join(folder, name)))),
    );
    await put(
      `${manifests}day.json`,
      JSON.stringify([{ prefix: `s3://${jobsNames.bucket}/${input}day/` }, ...names]),
    );
    await until(async () => (await summaries()).length > 0);
    const [key = ""] = await summaries();
    const summary = JSON.parse(await read(key)) as BatchSummary;
    expect(summary).toMatchObject({
      status: "complete",
      request: { kind: "manifest", key: `${manifests}day.json` },
      pictures,
      classified: pictures - broken,
      failures: { "undecodable-image": broken },
      labels: { JPEG: 67, PNG: 67, WEBP: 66 },
      jobs: 3,
    });
    expect(summary.jobSeconds).toBeGreaterThan(0);
    const lines = (await read(key.replace("summary.json", "results.jsonl"))).trim().split("\n");
    const results = lines.map((line) => JSON.parse(line));
    expect(results.map((line) => line.key)).toEqual(names.map((name) => `${input}day/${name}`));
    expect(results.filter((line) => line.error).map((line) => line.error.detail)).toEqual(
      Array(broken).fill("sent as image/*"),
    );
  });

  it("start no second run by what the first one wrote", async () => {
    await sleep(3000);
    expect(await summaries()).toHaveLength(1);
    expect(await runs()).toBe(1);
    expect(await subjects()).toEqual(["Batch run complete: 200"]);
  });

  it("tell of a run that fails", async () => {
    await put(
      `${manifests}elsewhere.json`,
      JSON.stringify([{ prefix: `s3://${jobsNames.bucket}/` }, "capture/a.jpg"]),
    );
    await until(async () => (await subjects()).length > 1);
    expect(await subjects()).toEqual(["Batch run complete: 200", "Batch run failed: 200"]);
  });

  it("classify what lies below the prefix of a schedule, when its time has come", async () => {
    const [name = ""] = readdirSync(join(directory, "pictures"));
    await put(`${input}daily/${name}`, readFileSync(join(directory, "pictures", name)));
    reschedule("rate(1 minute)");
    await aws.terraform("jobs").apply();
    await until(async () => (await summaries()).length > 1);
    const texts = await Promise.all((await summaries()).map(read));
    expect(texts.map((text) => (JSON.parse(text) as BatchSummary).request)).toContainEqual(
      expect.objectContaining({ kind: "prefix", key: `${input}daily/` }),
    );
    reschedule("cron(0 3 * * ? *)");
    await aws.terraform("jobs").apply();
  });

  it("send AWS no request that its models refuse", async () => {
    expect(await aws.look("violations")).toMatchObject({ findings: [], notUnderstood: [] });
  });

  it("are destroyed without a trace", async () => {
    for (const name of ["jobs", "ground"]) await aws.terraform(name).destroy();
    // The emulator remembers the ids of uploads in parts: AWS shows none that is complete.
    const { "s3._completed_multipart_uploads": _, ...left } = await aws.inventory();
    expect(left).toEqual(before);
  });
});
