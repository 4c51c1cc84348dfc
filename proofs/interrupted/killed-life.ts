import { environments } from "@pictor/image-classifier";
import { DeployedService } from "../deployed/deployed-service";
import { countsOf, type Inventory, inventoryOf, leftBeyond } from "../deployed/inventory";
import { TerraformRun, unattended } from "../deployed/terraform-run";
import { killAt, type LastRequest, requestsOf } from "./killed-terraform";
import { pictor, type State, stateOf } from "./operator";

/** Operations of SageMaker by which a release is deployed. */
const releaseKills = ["CreateModel", "CreateEndpointConfig"];

/** When a life's commands are killed, in shares of the requests that the command sends if nobody kills it. */
interface KillPoints {
  readonly creation: readonly number[];
  readonly destroy: readonly number[];
}

/** An environment whose service stack is created, released and destroyed by commands that are killed. */
class KilledLife {
  private readonly states: State[] = [];

  private constructor(
    private readonly service: DeployedService,
    private readonly stack: string,
    private readonly before: Inventory,
    /** Of a deployment that nobody has killed. */
    private readonly whole: Inventory,
    private readonly requests: { readonly apply: number; readonly destroy: number },
  ) {}

  /** Applies the data stack, and once the service stack for comparison. */
  public static async begin(name: string): Promise<KilledLife> {
    const environment = environments.find((one) => one.name === name);
    if (environment === undefined) throw new Error(`there is no environment '${name}'`);
    const service = await DeployedService.start(environment);
    const { data, service: stack } = service.stacks;
    service.synthesise({ schema: 1, live: service.release("robin") });
    await service.apply(data);
    await service.publish("robin");
    await service.publish("wren");
    const run = (...args: readonly string[]) => succeeds(service, stack, ...args);
    await run("init", "-input=false");
    const before = await inventoryOf(service);
    const apply = await requestsOf(service, () => run("apply", ...unattended));
    const whole = await inventoryOf(service);
    const destroy = await requestsOf(service, () => run("destroy", ...unattended));
    expect(await leftBeyond(before, service)).toEqual({});
    return new KilledLife(service, stack, before, whole, { apply, destroy });
  }

  /** Kills a command, and does what an operator is told to do about it. */
  public async kill(command: "apply" | "destroy", share: number): Promise<void> {
    await this.killAt(command, { after: Math.round(this.requests[command] * share) });
  }

  /** As {@link kill}, at another request. */
  public async killAt(command: "apply" | "destroy", last: LastRequest): Promise<void> {
    const end = await killAt(this.service, last, this.stack, command, ...unattended);
    expect(end).toMatchObject({ code: null, signal: "SIGKILL" });
    await this.remember();
    await this.explainLock();
    await this.remember();
  }

  /** Applies once more, and compares with what nobody has killed. */
  public async complete(): Promise<void> {
    await succeeds(this.service, this.stack, "apply", ...unattended);
    await this.remember();
    expect(this.service.aws.plan(this.stack)).toBeUndefined();
  }

  /** Whether there is exactly as much of everything as after a deployment that nobody has killed. */
  public async isWhole(): Promise<void> {
    expect(countsOf(await inventoryOf(this.service))).toEqual(countsOf(this.whole));
  }

  public release(): void {
    const { service } = this;
    const manifest = { live: service.release("wren"), previous: service.release("robin") };
    service.synthesise({ schema: 1, ...manifest });
  }

  /** Which releases answer two requests. */
  public async answers(): Promise<readonly (string | undefined)[]> {
    const caller = await this.service.caller(1);
    return (await caller.send(2)).map(({ release }) => release);
  }

  public sha256(label: string): string {
    return this.service.release(label).sha256;
  }

  /** Two applies begin at the same moment: how both ended. */
  public async twice(): Promise<
    readonly { readonly code: number | null; readonly output: string }[]
  > {
    const runs = [1, 2].map(
      () => new TerraformRun(this.service, this.stack, "apply", ...unattended),
    );
    return Promise.all(runs.map(({ ended }) => ended));
  }

  public async destroyed(): Promise<Inventory> {
    await succeeds(this.service, this.stack, "destroy", ...unattended);
    return leftBeyond(this.before, this.service);
  }

  public async end(): Promise<void> {
    await this.service.stop();
  }

  /** A state that is there stays the same one, and only grows. */
  private async remember(): Promise<void> {
    const state = await stateOf(this.service, this.stack);
    const last = this.states.at(-1);
    if (last !== undefined) {
      expect(state?.lineage).toBe(last.lineage);
      expect(state?.serial).toBeGreaterThanOrEqual(last.serial);
    }
    if (state !== undefined) this.states.push(state);
  }

  /** The next deployment names the holder; `pictor recover` the command that goes on, which is what then runs. */
  private async explainLock(): Promise<void> {
    const { place, service, stack } = this;
    const next = await new TerraformRun(service, stack, "apply", ...unattended).ended;
    expect(next.code).toBe(1);
    expect(next.output).toMatch(
      /Error acquiring the state lock[\s\S]*ID:[\s\S]*Who:[\s\S]*Created:/,
    );
    const told = pictor(service, "recover", place, "--stack", stack);
    expect(told).toMatchObject({ status: 1, output: expect.stringContaining("is locked by ") });
    const [, id = ""] = /pictor recover \w+ --unlock (\S+)/.exec(told.output) ?? [];
    const recovered = pictor(service, "recover", place, "--stack", stack, "--unlock", id);
    expect(recovered).toMatchObject({ status: 0 });
  }

  private get place(): string {
    return this.service.place.environment;
  }
}

async function succeeds(
  service: DeployedService,
  stack: string,
  ...args: readonly string[]
): Promise<void> {
  const { code, output } = await new TerraformRun(service, stack, ...args).ended;
  if (code !== 0) throw new Error(`terraform ${args.join(" ")}: ${output.slice(-4000)}`);
}

/** Proves that deployments of an environment go on after each of these kills. */
export function proveKills(name: string, { creation, destroy }: KillPoints): void {
  describe(`${name}, whose deployments are killed`, () => {
    let life: KilledLife;
    beforeAll(async () => {
      life = await KilledLife.begin(name);
    });
    afterAll(() => life?.end());

    it.each(creation)(
      "after %d of the requests that create it: the lock is explained, the state is not lost",
      (share) => life.kill("apply", share),
    );

    it("is created by the next deployment, nothing of it twice", async () => {
      await life.complete();
      await life.isWhole();
      const robin = life.sha256("robin");
      expect(await life.answers()).toEqual([robin, robin]);
    });

    it("lets one of two deployments at once go first, and tells the other who does", async () => {
      const ends = await life.twice();
      const [first, second] = ends.toSorted((a, b) => Number(a.code) - Number(b.code));
      expect(first).toMatchObject({ code: 0 });
      expect(second?.code).toBe(1);
      expect(second?.output).toMatch(/Error acquiring the state lock[\s\S]*Who: +\S+@/);
      await life.complete();
    });

    it.each(releaseKills)("goes on with a release that was killed at its %s", async (operation) => {
      life.release();
      await life.killAt("apply", { service: "sagemaker", operation, after: 0 });
    });

    it("has the release after the next deployment", async () => {
      await life.complete();
      const wren = life.sha256("wren");
      expect(await life.answers()).toEqual([wren, wren]);
    });

    it.each(destroy)(
      "after %d of the requests that destroy it: the lock is explained, the state is not lost",
      (share) => life.kill("destroy", share),
    );

    it("is destroyed by the next destroy, and nothing is left", async () => {
      expect(await life.destroyed()).toEqual({});
    });
  });
}
