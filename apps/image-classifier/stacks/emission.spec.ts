import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { APIGatewayClient, GetApiKeyCommand } from "@aws-sdk/client-api-gateway";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { names, type TargetKind } from "@pictor/contracts";
import { metricKey, Synthesised } from "@pictor/testing";
import { LocalAws } from "../test/local-aws";
import { Hand, metricsRead } from "./emission";
import { smallArtefact } from "./small-artefact";
import { unproduced } from "./unproduced-metrics";
import { synthesiseWatchedService } from "./watched-service";

const account = { accountId: "666666666666", region: "us-east-1" };
const shapes: readonly (readonly [string, readonly TargetKind[]])[] = [
  ["real", ["realTime"]],
  ["less", ["serverless"]],
  ["both", ["realTime", "serverless"]],
];
const png = Buffer.from(
  "89504e470d0a1a0a0000000d4948445200000020000000200802000000fc18eda3",
  "hex",
);

let directory: string;
let aws: LocalAws;
let hand: Hand;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "pictor-emission-"));
  aws = await LocalAws.start({ ...account, environment: "real" }, directory);
  hand = new Hand(String(aws.client.endpoint), join(directory, "aws"));
  await hand.change("delays", { metrics: 0, serverlessColdStart: 0.1 });
});

afterAll(async () => {
  await aws?.stop();
  rmSync(directory, { recursive: true, force: true });
});

describe.each(shapes)("a service of shape %s: %j", (environment, kinds) => {
  const place = { ...account, environment };
  const { modelBucket, monitoring } = names(place);
  let call: () => Promise<number>;
  let stack: Synthesised;

  beforeAll(async () => {
    const outdir = join(directory, "cdktf.out");
    const { bytes, release } = smallArtefact(directory, "three");
    const s3 = new S3Client({ ...aws.client, forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: modelBucket }));
    await s3.send(new PutObjectCommand({ Bucket: modelBucket, Key: release.key, Body: bytes }));
    synthesiseWatchedService(place, { outdir, release, kinds });
    stack = new Synthesised(
      readFileSync(join(outdir, "stacks", environment, "cdk.tf.json"), "utf8"),
    );
    const terraform = aws.terraform(environment);
    await terraform.init();
    await terraform.apply();
    const { apiId, apiKeyId } = (await terraform.outputs()) as Record<string, string>;
    const gateway = new APIGatewayClient(aws.client);
    const { value = "" } = await gateway.send(
      new GetApiKeyCommand({ apiKey: apiKeyId, includeValue: true }),
    );
    call = async () => {
      const url = `${aws.client.endpoint}/_aws/execute-api/${apiId}/v1/predictions`;
      const answer = await fetch(url, {
        method: "POST",
        headers: { "x-api-key": value, "content-type": "image/png" },
        body: png,
      });
      return answer.status;
    };
  });

  /** Some requests in each of some minutes, which pass at once. */
  const traffic = async (minutes: number, prepare: () => Promise<unknown> = async () => 0) => {
    const statuses: number[] = [];
    for (let minute = 0; minute < minutes; minute += 1) {
      for (let request = 0; request < 3; request += 1) {
        await prepare();
        statuses.push(await call());
      }
      await hand.change("clock", { advance: 60 });
      // What looks for minutes that are over does so some times a second.
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    return statuses;
  };
  const own = async () =>
    (await hand.alarmsIn("ALARM"))
      .filter((name) => name.startsWith(`${monitoring}-`))
      .map((name) => name.slice(monitoring.length + 1));
  const fault = (times: number) => () =>
    hand.change("faults", {
      service: "sagemaker-runtime",
      operation: "InvokeEndpoint",
      kind: "error",
      status: 500,
      code: "InternalFailure",
      times,
    });

  it("has nothing to change right after it was applied", async () => {
    expect(await aws.terraform(environment).hasChanges()).toBe(false);
  });

  it("publishes every metric that its alarms and its dashboard read, or the table says why not", async () => {
    expect(new Set(await traffic(2))).toEqual(new Set([200]));
    // The first endpoint fails once for each request: where there is a second one, it is asked.
    await traffic(2, fault(3));
    await hand.change("faults", {}, "DELETE");
    const emitted = new Set((await hand.emitted()).map(metricKey));
    const silent = metricsRead(stack).filter((metric) => !emitted.has(metricKey(metric)));
    const excused = (metric: (typeof silent)[number]) =>
      unproduced.some(
        ({ namespace, name, dimensions }) =>
          metric.namespace.startsWith(namespace) &&
          metric.name.endsWith(name) &&
          Object.keys(metric.dimensions).sort().join() === dimensions.join(),
      );
    expect(silent.filter((metric) => !excused(metric))).toEqual([]);
  });

  /** Of a run of minutes with three requests each: which alarms rang, and which of them are critical. */
  const rings = async (minutes: number, prepare?: () => Promise<unknown>) => {
    await traffic(minutes, prepare);
    await hand.change("faults", {}, "DELETE");
    const ringing = await own();
    // Half an hour of silence lets every alarm of before come back.
    await hand.change("clock", { advance: 1800 });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    return ringing.filter((name) => !name.endsWith("-few-requests"));
  };

  it("raises no alarm while nothing is wrong", async () => {
    // The router's breaker, which failures before have opened, goes by real time.
    while ((await call()) !== 200) await new Promise((resolve) => setTimeout(resolve, 500));
    await rings(0);
    expect(await rings(5)).toEqual([]);
  });

  it("raises the alarm of failing requests and its symptom's, and no other that pages, when every call fails", async () => {
    const ringing = await rings(6, fault(100));
    const pages = (name: string) => critical(stack).has(name) || name.startsWith("symptom-");
    expect(ringing.filter(pages)).toEqual(["api-server-errors", "symptom-availability"]);
  });
});

/** Names of the alarms that page, without the beginning that all have. */
function critical(stack: Synthesised): ReadonlySet<string> {
  return new Set(
    stack
      .resources("aws_cloudwatch_metric_alarm")
      .filter(({ tags }) => (tags as { Severity?: string } | undefined)?.Severity === "critical")
      .map(({ alarm_name }) => String(alarm_name).replace(/^pictor-[a-z]+-/, "")),
  );
}
