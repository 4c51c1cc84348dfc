import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import {
  DescribeEndpointCommand,
  type DescribeEndpointCommandOutput,
  SageMakerClient,
} from "@aws-sdk/client-sagemaker";
import {
  manifestFile,
  names,
  type Place,
  type Release,
  type ReleaseManifest,
} from "@pictor/contracts";
import type { Terraform } from "@pictor/terraform";
import { awaitEndpointDeletions, deleteBucketAndObjects } from "../shared/clean-up";
import { LocalAws } from "../shared/local-aws";
import { changesOf } from "../shared/plan-changes";
import { type SmallArtefact, smallArtefact, smallDirectory } from "../shared/small-artefact";
import { synthesiseEndpoint, type TestedCapacity } from "./endpoint-stack";

/** Labels of the models in the bucket. Each model answers its own label. */
const labels = ["one", "three", "eleven"] as const;
/** Label of the uncompressed model, which is not in the bucket until a test publishes it. */
const unpublished = "fourteen";
type Label = (typeof labels)[number] | typeof unpublished;

/** A local AWS with an endpoint's stack, a bucket for Terraform's state and a bucket with small models. */
export class AccountOfModels {
  private readonly sagemaker: SageMakerClient;
  private readonly stack: string;
  private readonly releases: string;

  private constructor(
    private readonly place: Place,
    private readonly directory: string,
    public readonly aws: LocalAws,
    private readonly s3: S3Client,
    private readonly artefacts: readonly SmallArtefact[],
    private readonly releaseOf: Readonly<Record<Label, Release>>,
    /** Directory of the artefact that is not published yet. */
    public readonly unpublished: string,
    /** Inventory before the buckets were created; at the end it must be the same. */
    public readonly before: Awaited<ReturnType<LocalAws["inventory"]>>,
  ) {
    this.sagemaker = new SageMakerClient(aws.client);
    this.stack = names(place).stacks.service;
    this.releases = join(directory, "releases");
    mkdirSync(this.releases);
    writeFileSync(join(this.releases, "smoke.png"), "a picture, to these models");
  }

  /** Starts a local AWS, and creates and fills its buckets. */
  public static async start(place: Place): Promise<AccountOfModels> {
    const directory = mkdtempSync(join(tmpdir(), "pictor-endpoint-"));
    const aws = await LocalAws.start(place, directory);
    const s3 = new S3Client({ ...aws.client, forcePathStyle: true });
    const artefacts = labels.map((label) => smallArtefact(directory, label));
    const plain = smallDirectory(directory, unpublished);
    const releases = Object.fromEntries([
      ...labels.map((label, index) => [label, artefacts[index]?.release]),
      [unpublished, plain.release],
    ]) as Record<Label, Release>;
    const before = await aws.inventory();
    const account = new AccountOfModels(
      place,
      directory,
      aws,
      s3,
      artefacts,
      releases,
      plain.path,
      before,
    );
    await account.fill();
    return account;
  }

  /** Creates the buckets, and puts the models into one of them. */
  private async fill(): Promise<void> {
    for (const Bucket of this.buckets) await this.s3.send(new CreateBucketCommand({ Bucket }));
    const { modelBucket: Bucket } = names(this.place);
    for (const { bytes, release } of this.artefacts) {
      await this.s3.send(new PutObjectCommand({ Bucket, Key: release.key, Body: bytes }));
    }
  }

  /** Synthesises the stack for the first time, and applies it. */
  public async begin(capacity: TestedCapacity, live: Label, previous: Label): Promise<void> {
    this.synthesise(capacity, live, previous);
    await this.terraform.init();
    await this.terraform.apply();
  }

  /** Destroys the stack, removes the buckets, and returns what exists then. */
  public async end(): Promise<Awaited<ReturnType<LocalAws["inventory"]>>> {
    await this.terraform.destroy();
    await awaitEndpointDeletions(this.aws);
    for (const bucket of this.buckets) await deleteBucketAndObjects(this.s3, bucket);
    return this.aws.inventory();
  }

  /** Environment variables for a command that uses this account. */
  public get variables(): Readonly<Record<string, string>> {
    return { ...this.aws.variables, PICTOR_RELEASES_DIR: this.releases };
  }

  public get manifestFile(): string {
    return manifestFile(this.releases, this.place.environment);
  }

  public get terraform(): Terraform {
    return this.aws.terraform(this.stack);
  }

  /**
   * Writes the manifest and synthesises the stack that serves it.
   *
   * @param changed properties of the live release that differ from the published ones
   */
  public synthesise(
    capacity: TestedCapacity,
    live: Label,
    previous: Label,
    changed: Partial<Release> = {},
  ): void {
    const manifest: ReleaseManifest = {
      schema: 1,
      live: { ...this.releaseOf[live], ...changed },
      previous: this.releaseOf[previous],
    };
    writeFileSync(this.manifestFile, JSON.stringify(manifest));
    synthesiseEndpoint(this.place, join(this.directory, "cdktf.out"), capacity, manifest);
  }

  /** Returns the changes that an apply would make. */
  public plan(): readonly string[] {
    const plan = this.aws.plan(this.stack);
    return plan === undefined ? [] : changesOf(plan);
  }

  public describe(EndpointName: string): Promise<DescribeEndpointCommandOutput> {
    return this.sagemaker.send(new DescribeEndpointCommand({ EndpointName }));
  }

  public async stop(): Promise<void> {
    await this.aws.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }

  private get buckets(): readonly string[] {
    const { modelBucket, stateBucket } = names(this.place);
    return [stateBucket, modelBucket];
  }
}
