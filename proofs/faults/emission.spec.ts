import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { names, type TargetKind } from "@pictor/contracts";
import { type MetricReference, metricKey, Synthesised } from "@pictor/testing";
import { Hand } from "../shared/hand";
import { LocalAws } from "../shared/local-aws";
import { smallArtefact } from "../shared/small-artefact";
import { metricsRead } from "./emission";
import { judge, ringingOnItsOwn, runFault } from "./fault-run";
import { type Fault, faultsOfBoth, faultsOfRealTime, faultsOfServerless, warm } from "./faults";
import { ServiceAtWork } from "./service-at-work";
import { type UnproducedMetric, unproduced } from "./unproduced-metrics";
import { synthesiseWatchedService } from "./watched-service";

const account = { accountId: "666666666666", region: "us-east-1" };
const shapes: readonly (readonly [string, readonly TargetKind[], readonly Fault[]])[] = [
  ["real", ["realTime"], faultsOfRealTime],
  ["less", ["serverless"], faultsOfServerless],
  ["both", ["realTime", "serverless"], faultsOfBoth],
];

/** A service that was applied. */
interface Applied {
  readonly stack: Synthesised;
  readonly service: ServiceAtWork;
  readonly hasChanges: boolean;
}

let directory: string;
let aws: LocalAws;
let hand: Hand;
const applied = new Map<string, Applied>();
/** Rows of the table that a service cannot do without. */
const needed = new Set<UnproducedMetric>();

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "pictor-emission-"));
  aws = await LocalAws.start({ ...account, environment: "real" }, directory);
  hand = new Hand(aws.client, join(directory, "aws"));
  await hand.change("delays", { metrics: 0, endpointUpdating: 0, ...warm });
  // Most of an apply is waiting: three together take little longer than one.
  await Promise.all(
    shapes.map(async ([environment, kinds]) => {
      applied.set(environment, await apply(environment, kinds));
    }),
  );
});

afterAll(async () => {
  await aws?.stop();
  rmSync(directory, { recursive: true, force: true });
});

async function apply(environment: string, kinds: readonly TargetKind[]): Promise<Applied> {
  const place = { ...account, environment };
  const { modelBucket } = names(place);
  const outdir = join(directory, "cdktf.out");
  const { bytes, release } = smallArtefact(directory, "three");
  const s3 = new S3Client({ ...aws.client, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: modelBucket }));
  await s3.send(new PutObjectCommand({ Bucket: modelBucket, Key: release.key, Body: bytes }));
  synthesiseWatchedService(place, { outdir, release, kinds });
  const stack = new Synthesised(
    readFileSync(join(outdir, "stacks", environment, "cdk.tf.json"), "utf8"),
  );
  const terraform = aws.terraform(environment);
  await terraform.init();
  await terraform.apply();
  const hasChanges = await terraform.hasChanges();
  const { apiId, apiKeyId } = (await terraform.outputs()) as Record<"apiId" | "apiKeyId", string>;
  const address = { place, client: aws.client, apiId, apiKeyId, directory };
  return { stack, service: await ServiceAtWork.open(hand, address), hasChanges };
}

describe.each(shapes)("a service of shape %s: %j", (environment, _, faults) => {
  const its = () => applied.get(environment) as Applied;

  it("has nothing to change right after it was applied", () => {
    expect(its().hasChanges).toBe(false);
  });

  it.each(faults.map((fault) => [fault.fault, fault] as const))(
    "rings its alarms, pages once at most, and has its metrics judged alike by the local AWS: %s",
    async (_, fault) => {
      const { stack, service } = its();
      try {
        const { ring, ringAtEnd, page } = judge(stack, await runFault(service, fault));
        // The local AWS looks at its alarms some times a second.
        let own = await ringingOnItsOwn(stack, service);
        for (let look = 0; look < 50 && own.join() !== ringAtEnd.join(); look += 1) {
          await pause(20);
          own = await ringingOnItsOwn(stack, service);
        }
        expect(ring).toEqual(fault.rings.toSorted());
        expect(own).toEqual(ringAtEnd);
        expect(page).toHaveLength(ring.some((name) => name.endsWith("!")) ? 1 : 0);
      } finally {
        // Also where it failed: the next fault begins with a service that is well.
        await fault.end?.(service);
      }
    },
  );

  it("has published every metric that its alarms and its dashboard read, or the table says why not", async () => {
    const emitted = new Set((await hand.published()).map(metricKey));
    const silent = metricsRead(its().stack).filter((metric) => !emitted.has(metricKey(metric)));
    expect(silent.filter((metric) => !unproduced.some((row) => isOf(metric, row)))).toEqual([]);
    for (const row of unproduced) if (silent.some((metric) => isOf(metric, row))) needed.add(row);
  });
});

it("excuses no metric that the local AWS publishes, or that nothing reads", () => {
  expect(unproduced.filter((row) => !needed.has(row))).toEqual([]);
});

function isOf(metric: MetricReference, { namespace, name, dimensions }: UnproducedMetric): boolean {
  return (
    metric.namespace.startsWith(namespace) &&
    metric.name.endsWith(name) &&
    Object.keys(metric.dimensions).sort().join() === dimensions.join()
  );
}
