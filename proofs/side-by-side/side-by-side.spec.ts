import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { namesOf } from "@pictor/image-classifier";
import { manifestOf } from "@pictor/testing";
import { Caller } from "../shared/caller";
import { LocalAws } from "../shared/local-aws";
import { smallArtefact } from "../shared/small-artefact";
import {
  accountId,
  accountStackIn,
  namesIn,
  neighbours,
  regions,
  synthesiseAll,
} from "./environments";

const [east, twin, west] = neighbours;
const stacksOf = (name: string) => [`${name}-data`, name];

describe("three environments in two regions of one account", () => {
  let directory: string;
  let aws: LocalAws;

  const outdir = () => join(directory, "cdktf.out");
  const every = [
    ...regions.map((region) => [accountStackIn(region), region] as const),
    ...neighbours.flatMap(({ name, region }) =>
      stacksOf(name).map((stack) => [stack, region] as const),
    ),
  ];
  const statusOf = async (name: string, region: string) => {
    const outputs = await aws.terraform(name).outputs();
    const client = { ...aws.client, region };
    const caller = await Caller.open(client, outputs as Record<"apiId" | "apiKeyId", string>, 1);
    return (await caller.send(1)).map(({ status }) => status);
  };
  const apply = (stacks: readonly string[]) =>
    Promise.all(
      stacks.map(async (stack) => {
        const terraform = aws.terraform(stack);
        await terraform.init();
        await terraform.apply();
      }),
    );

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "pictor-side-by-side-"));
    aws = await LocalAws.start({ environment: "east", accountId, region: regions[0] }, directory);
    synthesiseAll(outdir());
  });
  afterAll(async () => {
    await aws?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it("have no name twice where it must be unique", () => {
    const found = namesIn(outdir(), every);
    expect(found.length).toBeGreaterThan(200);
    expect(found.filter((name, index) => found.indexOf(name) !== index)).toEqual([]);
  });

  it("are applied at once: both accounts' stacks, then all data, then all services", async () => {
    await apply(regions.map(accountStackIn));
    await apply(neighbours.map(({ name }) => `${name}-data`));
    const { live } = manifestOf("a");
    const { bytes } = smallArtefact(directory, "robin");
    for (const environment of neighbours) {
      const client = { ...aws.client, region: environment.region, forcePathStyle: true };
      const Bucket = namesOf(environment).modelBucket;
      await new S3Client(client).send(new PutObjectCommand({ Bucket, Key: live.key, Body: bytes }));
    }
    await apply(neighbours.map(({ name }) => name));
  });

  it("are valid, and have nothing left to change", () => {
    for (const [stack] of every) aws.run(stack, "validate");
    expect(every.filter(([stack]) => aws.plan(stack) !== undefined)).toEqual([]);
  });

  it.each(neighbours)("$name answers in $region", async ({ name, region }) => {
    expect(await statusOf(name, region)).toEqual([200]);
  });

  it.each([
    ["the other region", west, [east, twin]],
    ["the same region", twin, [east]],
  ])("one is destroyed in %s, and the others do not notice", async (_, gone, rest) => {
    for (const stack of stacksOf(gone?.name ?? "").reverse()) await aws.terraform(stack).destroy();
    for (const other of rest) {
      if (other === undefined) throw new Error("there are three environments");
      expect(await statusOf(other.name, other.region)).toEqual([200]);
      const changed = stacksOf(other.name).filter((stack) => aws.plan(stack) !== undefined);
      expect(changed).toEqual([]);
    }
  });
});
