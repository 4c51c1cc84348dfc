import type { ReleaseManifest } from "@pictor/contracts";
import { type Environment, environments } from "@pictor/image-classifier";
import { DeployedService } from "../deployed/deployed-service";
import { type Inventory, inventoryOf, leftBeyond } from "../deployed/inventory";
import { TerraformRun, unattended } from "../deployed/terraform-run";
import { beginFaults, endFaults } from "./faulty-api";

const local = environments.find(({ name }) => name === "local");
if (local === undefined) throw new Error("there is no environment 'local'");
const configured: Environment = { ...local, throttle: { rate: 900, burst: 1800 } };

describe("a service whose AWS throttles, fails, is slow and resets connections", () => {
  let service: DeployedService;
  let stack: string;
  let before: Inventory;

  const run = (...args: readonly string[]) => new TerraformRun(service, stack, ...args).ended;

  /** Runs a command while 5 % of its requests meet a fault: it succeeds, or says what failed and gives the lock back. */
  async function underFaults(seed: number, command: "apply" | "destroy"): Promise<void> {
    await beginFaults(service, seed);
    const { code, output } = await run(command, ...unattended).finally(() => endFaults(service));
    process.stdout.write(`seed ${seed}: ${command} ended with ${code}\n`);
    if (code !== 0) {
      expect(code).toBe(1);
      expect(output).toMatch(/^(?:│ )?Error: /m);
    }
    expect(output).not.toContain("panic:");
  }

  /** The next apply, of an AWS that answers again, comes to its end and leaves nothing to do. */
  async function converges(): Promise<void> {
    const { code, output } = await run("apply", ...unattended);
    expect({ code, output: code === 0 ? "" : output.slice(-4000) }).toEqual({
      code: 0,
      output: "",
    });
    expect(service.aws.plan(stack)).toBeUndefined();
    const caller = await service.caller(1);
    expect((await caller.send(1)).map(({ status }) => status)).toEqual([200]);
  }

  const robin = (): ReleaseManifest => ({ schema: 1, live: service.release("robin") });
  const wren = (): ReleaseManifest => ({
    schema: 1,
    live: service.release("wren"),
    previous: service.release("robin"),
  });

  beforeAll(async () => {
    service = await DeployedService.start(local);
    service.synthesise(robin());
    await service.apply(service.stacks.data);
    await service.publish("robin");
    await service.publish("wren");
    stack = service.stacks.service;
    expect((await run("init", "-input=false")).code).toBe(0);
    before = await inventoryOf(service);
  });
  afterAll(() => service?.stop());

  it("is created, and the next apply has nothing left to do", async () => {
    await underFaults(1, "apply");
    await converges();
  });

  it("gets a release", async () => {
    service.synthesise(wren());
    await underFaults(2, "apply");
    await converges();
  });

  it("gets another configuration", async () => {
    service.synthesise(wren(), configured);
    await underFaults(3, "apply");
    await converges();
  });

  it("is destroyed, and nothing is left", async () => {
    await underFaults(4, "destroy");
    expect((await run("destroy", ...unattended)).code).toBe(0);
    expect(await leftBeyond(before, service)).toEqual({});
  });
});
