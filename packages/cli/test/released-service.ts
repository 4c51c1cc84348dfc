import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DeployedEndpoint, manifestFile, names, type Release } from "@pictor/contracts";
import { type Account, LoopbackAws, stateOf } from "./loopback-aws";
import { place } from "./release-fixture";

/** A loopback AWS in which an endpoint serves a release, and the directory of that release's manifest. */
export class ReleasedService {
  private running = true;

  private constructor(
    private readonly aws: LoopbackAws,
    public readonly directory: string,
  ) {}

  public static async start(live: Release, endpoint: DeployedEndpoint): Promise<ReleasedService> {
    const directory = mkdtempSync(join(tmpdir(), "pictor-released-"));
    const service = new ReleasedService(await LoopbackAws.start(), directory);
    writeFileSync(service.manifestFile, JSON.stringify({ schema: 1, live }));
    writeFileSync(join(directory, live.smoke.file), "picture");
    service.deploy(endpoint);
    service.account.invoke = () => answerOf(live);
    return service;
  }

  public get account(): Account {
    return this.aws.account;
  }

  public get manifestFile(): string {
    return manifestFile(this.directory, place.environment);
  }

  /** Writes the state of a stack with this endpoint, and some of its resources. */
  public deploy(endpoint: DeployedEndpoint, resources: readonly object[] = []): void {
    this.deployAll([endpoint], resources);
  }

  /** The same with several endpoints. */
  public deployAll(
    endpoints: readonly DeployedEndpoint[],
    resources: readonly object[] = [],
  ): void {
    const { stacks, stateBucket } = names(place);
    const body = stateOf(endpoints, resources);
    this.account.objects.set(`${stateBucket}/${stacks.service}.tfstate`, { body });
  }

  /** Ends the AWS; the directory stays. */
  public async stopAws(): Promise<void> {
    if (this.running) await this.aws.stop();
    this.running = false;
  }

  public async stop(): Promise<void> {
    await this.stopAws();
    rmSync(this.directory, { recursive: true });
  }
}

/** What an endpoint answers that serves a release: the class that is right for its smoke picture. */
export function answerOf({ sha256, smoke: { index }, weightsSha256 }: Release): {
  readonly attributes: string;
  readonly body: string;
} {
  return {
    attributes: `release=${sha256};weights=${weightsSha256}`,
    body: JSON.stringify({ predictions: [{ label: "three", index, score: 1 }] }),
  };
}
