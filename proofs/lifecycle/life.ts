import { setTimeout as pause } from "node:timers/promises";
import type { ReleaseManifest } from "@pictor/contracts";
import { type Environment, environments } from "@pictor/image-classifier";
import { DeployedService } from "../deployed/deployed-service";
import { type Inventory, inventoryOf, leftBeyond } from "../deployed/inventory";
import { actionsOf, managedChanges } from "../shared/plan-changes";

/**
 * What a plan does: Terraform's actions by address, without CDKTF's hashes and without what stays as it is. Two releases
 * of a service differ in a hash only: what is done to both stands beside each other.
 */
export type Planned = Readonly<Record<string, string>>;

/** An environment of the app, changed. */
export function environmentOf(name: string, changes: Partial<Environment> = {}): Environment {
  const environment = environments.find((one) => one.name === name);
  if (environment === undefined) throw new Error(`there is no environment '${name}'`);
  return { ...environment, ...changes };
}

/** The life of a service, from its first deployment to its end. */
export class Life {
  private constructor(
    private readonly service: DeployedService,
    private readonly before: Inventory,
  ) {}

  /** Applies the data stack; the service does not exist yet. */
  public static async begin(environment: Environment): Promise<Life> {
    const service = await DeployedService.start(environment);
    service.synthesise({ schema: 1, live: service.release("robin") });
    await service.apply(service.stacks.data);
    await service.publish("robin");
    await service.publish("wren");
    await service.aws.terraform(service.stacks.service).init();
    return new Life(service, await inventoryOf(service));
  }

  /** A manifest of these releases; some of its fields changed. */
  public manifest(
    live: string,
    previous?: string,
    changes: Partial<ReleaseManifest["live"]> = {},
  ): ReleaseManifest {
    const of = (label: string) => ({ ...this.service.release(label), ...changes });
    return { schema: 1, live: of(live), ...(previous !== undefined && { previous: of(previous) }) };
  }

  /** What would be done to have this deployed. */
  public plan(manifest: ReleaseManifest, environment?: Environment): Planned {
    this.service.synthesise(manifest, environment);
    const shown = this.service.aws.plan(this.service.stacks.service);
    if (shown === undefined) return {};
    const planned: Record<string, string[]> = {};
    for (const change of managedChanges(shown)) {
      const actions = actionsOf(change).join("+");
      if (actions === "no-op") continue;
      const name = nameOf(change.address);
      planned[name] = [...(planned[name] ?? []), actions].sort();
    }
    return Object.fromEntries(
      Object.entries(planned).map(([name, actions]) => [name, actions.join(", ")]),
    );
  }

  /** Applies the plan that was made last. */
  public apply(): void {
    this.service.aws.run(this.service.stacks.service, "apply", "-input=false", "plan");
  }

  /** Which release answers, once it is the wanted one, or when the time to wait for it is over. */
  public async answers(wanted: string, waitSeconds: number): Promise<string | undefined> {
    const caller = await this.service.caller(1);
    const until = Date.now() + waitSeconds * 1000;
    for (;;) {
      const [answer] = await caller.send(1);
      if (answer?.release === wanted || Date.now() > until) return answer?.release;
      await pause(500);
    }
  }

  public sha256(label: string): string {
    return this.service.release(label).sha256;
  }

  /** Destroys the service. Returns what it left. */
  public async destroy(): Promise<Inventory> {
    await this.service.aws.terraform(this.service.stacks.service).destroy();
    return leftBeyond(this.before, this.service);
  }

  /** What is protected and still there: the data stack's buckets and key. */
  public data(): readonly string[] {
    return this.service.aws
      .run(this.service.stacks.data, "state", "list")
      .split("\n")
      .filter((address) => /^aws_(?:s3_bucket|kms_key)\.\w+$/.test(address))
      .map(nameOf);
  }

  public async stop(): Promise<void> {
    await this.service.stop();
  }
}

/** An address without the hash that CDKTF puts at its end, and without a release's own. */
function nameOf(address: string): string {
  return address.replace(/_[0-9A-F]{8}$/, "").replace(/Release[0-9a-f]{12}/, "Release…");
}
