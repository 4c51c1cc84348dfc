import { type Environment, environments } from "@pictor/image-classifier";
import { DeployedService } from "../deployed/deployed-service";
import { changesOf } from "../shared/plan-changes";
import { SteadyCaller } from "./steady-caller";

const requests = 10_000;
/** Milliseconds between two requests: about 30 a second. */
const everyMs = 30;
/** As many as `local` has room for. */
const atOnce = 2;

const local = environments.find(({ name }) => name === "local");
if (local?.capacity.kind !== "realTime") throw new Error("'local' has no instances");
const { capacity } = local;

/** The environment after each change, on top of the ones before. */
const larger: Environment = { ...local, capacity: { ...capacity, instanceType: "ml.m5.2xlarge" } };
const scaled: Environment = {
  ...larger,
  capacity: { ...capacity, instanceType: "ml.m5.2xlarge", instances: { min: 1, max: 3 } },
};
const configured: Environment = {
  ...scaled,
  throttle: { rate: 900, burst: 1800 },
  logRetentionDays: 3,
};

describe("a service that is called without a break", () => {
  let service: DeployedService;
  let caller: SteadyCaller;

  /** Applies what is synthesised while the calls go on, and returns what the plan did. */
  async function change(): Promise<readonly string[]> {
    const { service: stack } = service.stacks;
    const shown = service.aws.plan(stack);
    const before = caller.answers.length;
    await service.aws.terraform(stack).apply();
    // The last answers of the old and the first ones of the new state.
    await caller.until(before + 200);
    return shown === undefined ? [] : changesOf(shown);
  }

  /** Everything of the service answers this release from now on. */
  async function expectOnly(label: string): Promise<void> {
    const before = caller.answers.length;
    await caller.until(before + 50);
    const releases = caller.answers.slice(before + 10).map(({ release }) => release);
    expect([...new Set(releases)]).toEqual([service.release(label).sha256]);
  }

  const robin = () => service.release("robin");
  const wren = () => service.release("wren");

  beforeAll(async () => {
    service = await DeployedService.start(local);
    service.synthesise({ schema: 1, live: robin() });
    await service.apply(service.stacks.data);
    await service.publish("robin");
    await service.publish("wren");
    await service.apply(service.stacks.service);
    caller = new SteadyCaller(await service.caller(atOnce), everyMs, atOnce);
  });
  afterAll(async () => {
    await caller?.stop();
    await service?.stop();
  });

  it("gets a release", async () => {
    service.synthesise({ schema: 1, live: wren(), previous: robin() });
    expect(await change()).toContain("update aws_sagemaker_endpoint");
    await expectOnly("wren");
  });

  it("is rolled back to the release before", async () => {
    service.synthesise({ schema: 1, live: robin() });
    expect(await change()).toContain("update aws_sagemaker_endpoint");
    await expectOnly("robin");
  });

  it("gets another instance type", async () => {
    service.synthesise({ schema: 1, live: robin() }, larger);
    expect(await change()).toContain("update aws_sagemaker_endpoint");
  });

  it("is let scale", async () => {
    service.synthesise({ schema: 1, live: robin() }, scaled);
    expect(await change()).toContain("create aws_appautoscaling_target");
  });

  it("gets another configuration alone", async () => {
    service.synthesise({ schema: 1, live: robin() }, configured);
    const changes = await change();
    expect(changes).toContain("update aws_api_gateway_method_settings");
    expect(changes.filter((each) => each.includes("sagemaker"))).toEqual([]);
  });

  it(`has answered ${requests} requests, and failed none`, async () => {
    await caller.until(requests);
    await caller.stop();
    const releases = [robin().sha256, wren().sha256];
    expect(Object.keys(caller.kinds).sort()).toEqual(releases.sort());
    expect(caller.answers.length).toBeGreaterThanOrEqual(requests);
  });
});
