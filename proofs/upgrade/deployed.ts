import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { names, type Place, type Release } from "@pictor/contracts";
import { manifestOf } from "@pictor/testing";
import { Caller } from "../shared/caller";
import { LocalAws } from "../shared/local-aws";
import { smallArtefact } from "../shared/small-artefact";

/** A folder for each version, with its stacks as its code synthesised them. */
const kept = join(__dirname, "stacks");

/** Whether a version has a stack. */
export function isKept(version: string, stack: string): boolean {
  return existsSync(join(kept, version, `${stack}.json`));
}

/** An environment on a local AWS: a version's stacks, and then today's. */
export class Deployed {
  private constructor(
    public readonly place: Place,
    public readonly aws: LocalAws,
    private readonly version: string,
    private readonly directory: string,
  ) {}

  public static async start(place: Place, version: string): Promise<Deployed> {
    const directory = mkdtempSync(join(tmpdir(), `pictor-upgrade-${place.environment}-`));
    const aws = await LocalAws.start(place, directory);
    return new Deployed(place, aws, version, directory);
  }

  /** Applies a stack of the version, with the code of its functions beside it. */
  public async applyKept(stack: string): Promise<void> {
    const directory = join(this.directory, "cdktf.out", "stacks", stack);
    mkdirSync(directory, { recursive: true });
    const text = readFileSync(join(kept, this.version, `${stack}.json`), "utf8");
    writeFileSync(join(directory, "cdk.tf.json"), text);
    for (const [, zip = ""] of text.matchAll(/"filename": "([^"]+)"/g)) {
      mkdirSync(dirname(join(directory, zip)), { recursive: true });
      copyFileSync(join(kept, this.version, basename(zip)), join(directory, zip));
    }
    const terraform = this.aws.terraform(stack);
    await terraform.init();
    await terraform.apply();
  }

  /** Puts an artefact where the release of both versions is. SageMaker does not compare its bytes with the release's hash. */
  public async publish(): Promise<Release> {
    const { live } = manifestOf("a");
    const { bytes } = smallArtefact(this.directory, "robin");
    const client = new S3Client({ ...this.aws.client, forcePathStyle: true });
    const Bucket = names(this.place).modelBucket;
    await client.send(new PutObjectCommand({ Bucket, Key: live.key, Body: bytes }));
    return live;
  }

  /** Synthesises today's stacks of the environment, for the same release. */
  public synthesiseToday(): void {
    const releases = join(this.directory, "releases");
    mkdirSync(releases, { recursive: true });
    const manifest = JSON.stringify(manifestOf("a"));
    writeFileSync(join(releases, `${this.place.environment}.json`), manifest);
    this.aws.synthesiseService(releases);
  }

  /** Someone who calls the API. */
  public async caller(): Promise<Caller> {
    const { service } = names(this.place).stacks;
    const outputs = await this.aws.terraform(service).outputs();
    return Caller.open(this.aws.client, outputs as Record<"apiId" | "apiKeyId", string>, 2);
  }

  public async stop(): Promise<void> {
    await this.aws.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
