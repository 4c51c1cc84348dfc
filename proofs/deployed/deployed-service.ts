import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { names, type Place, type Release, type ReleaseManifest } from "@pictor/contracts";
import { configure, createStacks, type Environment } from "@pictor/image-classifier";
import { App } from "cdktf";
import { Caller } from "../shared/caller";
import { Hand } from "../shared/hand";
import { LocalAws } from "../shared/local-aws";
import { type SmallArtefact, smallArtefact } from "../shared/small-artefact";

/** An environment with its own local AWS: account, data and service, whose values and releases a proof changes. */
export class DeployedService {
  public readonly place: Place;
  public readonly hand: Hand;
  private readonly artefacts = new Map<string, SmallArtefact>();

  private constructor(
    private readonly environment: Environment,
    public readonly aws: LocalAws,
    /** For all that is written, the synthesised stacks among it. */
    public readonly directory: string,
  ) {
    const { name, accountId, region } = environment;
    this.place = { environment: name, accountId, region };
    this.hand = new Hand(aws.client, join(directory, "aws"));
  }

  /** Starts a local AWS for an environment, whose account is set up and has nothing else. */
  public static async start(environment: Environment): Promise<DeployedService> {
    const { name, accountId, region } = environment;
    const directory = mkdtempSync(join(tmpdir(), `pictor-deployed-${name}-`));
    const aws = await LocalAws.start({ environment: name, accountId, region }, directory);
    const service = new DeployedService(environment, aws, directory);
    await aws.applyAccount();
    return service;
  }

  /** Stacks of the environment that have a state each. */
  public get stacks(): { readonly data: string; readonly service: string } {
    return names(this.place).stacks;
  }

  /** Synthesises the environment's stacks. */
  public synthesise(manifest: ReleaseManifest, environment = this.environment): void {
    const releases = join(this.directory, "releases");
    mkdirSync(releases, { recursive: true });
    writeFileSync(join(releases, `${environment.name}.json`), JSON.stringify(manifest));
    const configuration = configure({
      environments: [environment],
      releasesDirectory: releases,
      trafficDirectory: join(this.directory, "no-traffic"),
    });
    const app = new App({ outdir: join(this.directory, "cdktf.out") });
    createStacks(app, configuration.environments);
    app.synth();
  }

  /** The release of an artefact that answers with this label. */
  public release(label: string): Release {
    return this.artefact(label).release;
  }

  /** Puts an artefact into the environment's store, which must exist. */
  public async publish(label: string): Promise<Release> {
    const { bytes, release } = this.artefact(label);
    const client = new S3Client({ ...this.aws.client, forcePathStyle: true });
    const Bucket = names(this.place).modelBucket;
    await client.send(new PutObjectCommand({ Bucket, Key: release.key, Body: bytes }));
    return release;
  }

  /** Initialises and applies a stack as it is synthesised. */
  public async apply(stack: string): Promise<void> {
    const terraform = this.aws.terraform(stack);
    await terraform.init();
    await terraform.apply();
  }

  /** Someone who calls the API, so many requests at once. */
  public async caller(atOnce: number): Promise<Caller> {
    const outputs = await this.aws.terraform(this.stacks.service).outputs();
    return Caller.open(this.aws.client, outputs as Record<"apiId" | "apiKeyId", string>, atOnce);
  }

  /** The same each time: an archive has the time of its files in it. */
  private artefact(label: string): SmallArtefact {
    const artefact = this.artefacts.get(label) ?? smallArtefact(this.directory, label);
    this.artefacts.set(label, artefact);
    return artefact;
  }

  /** Directory of a synthesised stack. */
  public stackDirectory(stack: string): string {
    return join(this.directory, "cdktf.out", "stacks", stack);
  }

  public async stop(): Promise<void> {
    await this.aws.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
