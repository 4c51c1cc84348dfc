import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import {
  DescribeEndpointCommand,
  type DescribeEndpointCommandOutput,
  SageMakerClient,
  waitUntilEndpointDeleted,
} from "@aws-sdk/client-sagemaker";
import {
  manifestFile,
  names,
  type Place,
  type Release,
  type ReleaseManifest,
} from "@pictor/contracts";
import type { Terraform } from "@pictor/local";
import { LocalAws } from "../test/local-aws";
import { changesOf } from "./endpoint-evidence";
import { synthesiseEndpoint, type TestedCapacity } from "./endpoint-stack";
import { type SmallArtefact, smallArtefact, smallDirectory } from "./small-artefact";

/** Labels of the models that lie in the bucket: each answers its own. */
const labels = ["one", "three", "eleven"] as const;
/** That of the uncompressed one, which lies beside the bucket until it is published. */
const unpublished = "fourteen";
type Label = (typeof labels)[number] | typeof unpublished;

/** A local AWS with a bucket for Terraform's state and one with small models, in which an endpoint's stack lives. */
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
    /** What existed before the buckets: in the end nothing else may. */
    public readonly before: Awaited<ReturnType<LocalAws["inventory"]>>,
  ) {
    this.sagemaker = new SageMakerClient(aws.client);
    this.stack = names(place).stacks.service;
    this.releases = join(directory, "releases");
    mkdirSync(this.releases);
    writeFileSync(join(this.releases, "smoke.png"), "a picture, to these models");
  }

  /** Starts it, with its buckets made and filled. */
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

  /** Makes the buckets, and puts the models into one of them. */
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
    // The provider asks once and goes on while SageMaker still deletes.
    const { "sagemaker.endpoints": deleting = [] } = await this.aws.inventory();
    for (const EndpointName of deleting) {
      const waiting = { client: this.sagemaker, minDelay: 1, maxDelay: 1, maxWaitTime: 60 };
      await waitUntilEndpointDeleted(waiting, { EndpointName });
    }
    for (const Bucket of this.buckets) {
      const { Contents = [] } = await this.s3.send(new ListObjectsV2Command({ Bucket }));
      for (const { Key } of Contents) await this.s3.send(new DeleteObjectCommand({ Bucket, Key }));
      await this.s3.send(new DeleteBucketCommand({ Bucket }));
    }
    return this.aws.inventory();
  }

  /** Variables of a command that works in this account. */
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
   * @param changed what is other of the live release
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

  /** What applying would do. */
  public plan(): readonly string[] {
    this.aws.run(this.stack, "plan", "-input=false", "-out=plan");
    return changesOf(this.aws.run(this.stack, "show", "-json", "plan"));
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
