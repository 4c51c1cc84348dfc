import { FakeError } from "./fake/protocol";
import { parameters } from "./stack";
import { even, minute, noon, realTime, specOf, World } from "./world";

jest.setTimeout(60_000);

let world: World;

beforeEach(async () => {
  world = await World.start();
});

afterEach(() => world.finish());

describe("what reaches a tick", () => {
  it("is decided by its own time: late and repeated ticks decide nothing", async () => {
    world.rate = 10 * even;
    await world.minutes(4);
    while (world.endpoint() === undefined) await world.minutes(1);
    const before = world.aws.changes().length;
    await world.invoke(world.scheduled());
    await world.invoke(world.scheduled(world.aws.now - 3 * minute));
    expect(world.changesSince(before)).toEqual([]);
    expect(await world.decision()).toMatchObject({ because: "stale" });
  });

  it("may be SageMaker's event of a changed state", async () => {
    world.pass();
    const invoked = await world.invoke({
      ...{ version: "0", id: "e", region: "us-east-1", account: "123456789012" },
      ...{ source: "aws.sagemaker", "detail-type": "SageMaker Endpoint State Change" },
      time: new Date(world.aws.now).toISOString().replace(".000", ""),
      ...{ resources: [], detail: { EndpointStatus: "IN_SERVICE" } },
    });
    expect(invoked.thrown).toBeUndefined();
    expect(await world.decision()).toMatchObject({ at: world.aws.now });
  });

  it("is refused where nobody who may call sends it", async () => {
    for (const event of [{}, { kind: "tick", at: "soon" }, { source: "aws.ec2", time: "now" }]) {
      const { thrown } = await world.invoke(event);
      expect(thrown).toMatch(/^Error: the event .* must be/);
    }
    expect(world.aws.calls).toEqual([]);
  });

  it.each([
    ["gone", undefined, /parameter \/pictures\/capacity\/spec does not exist: apply the stack/],
    ["no JSON", "{", /parameter \/pictures\/capacity\/spec holds no JSON but '\{'/],
    ["invalid", '{"schema":2}', /parameter \/pictures\/capacity\/spec is not valid \(schema:/],
  ])("fails clearly and without heartbeat where the spec is %s", async (_, text, problem) => {
    if (text === undefined) world.aws.parameters.delete(parameters.spec);
    else world.aws.parameters.set(parameters.spec, text);
    const { thrown } = await world.tick();
    expect(thrown).toMatch(problem);
    expect(world.emitted).toEqual([]);
    expect(world.changesSince(0)).toEqual([]);
    world.spec = specOf("a");
  });

  it("creates nothing and deletes nothing of minutes without metrics or heartbeat", async () => {
    await world.reachInstances();
    world.rate = 0;
    world.aws.cloudWatch.silent.add("Heartbeat");
    const before = world.aws.changes().length;
    await world.minutes(20);
    expect(world.changesSince(before)).not.toContain("DeleteEndpoint");
    expect(await world.decision()).toMatchObject({ because: "unknown" });
    world.aws.cloudWatch.silent.clear();
    await world.minutes(10);
    expect(world.changesSince(before)).toContain("DeleteEndpoint");
  });

  it("reads every page of the metrics, and takes what is not complete for unknown", async () => {
    world.rate = 10 * even;
    world.aws.cloudWatch.pageSize = 1;
    await world.minutes(6);
    expect(world.endpoint()).toBeDefined();
    while (world.endpoint()?.status !== "InService") await world.minutes(1);
    world.rate = 0;
    world.aws.cloudWatch.statusCode = "InternalError";
    await world.minutes(12);
    expect(world.endpoint()?.status).toBe("InService");
  });

  it("reads earlier weeks every five minutes where it anticipates, in the same hours", async () => {
    const anticipate = { weeks: 2, agree: 2, horizonMinutes: 15, timeZone: "UTC" };
    const { policy } = world.spec;
    world.spec = { ...world.spec, policy: { ...policy, anticipate } };
    const week = 7 * 24 * 60;
    for (const weeks of [1, 2]) {
      for (let each = 0; each < 40; each += 1) {
        const at = noon - (weeks * week - each) * minute;
        world.aws.cloudWatch.add("Requests", at, 10 * even);
      }
    }
    await world.minutes(5);
    const reads = world.aws.calls.filter(({ operation }) => operation === "GetMetricData");
    expect(reads).toHaveLength(5 + 2);
    expect(world.endpoint()?.status).toBe("Creating");
    expect(world.state.last).toMatchObject({ action: "create", because: "forecast" });
  });
});

describe("a refusal", () => {
  it("of a creation waits longer each time, and is told", async () => {
    world.aws.refuse = ({ operation }) =>
      operation === "CreateEndpoint"
        ? new FakeError("ResourceLimitExceeded", "The account-level limit is 0 instances")
        : undefined;
    world.rate = 10 * even;
    while (world.state.memory.backOff === undefined) await world.minutes(1);
    expect(world.state.memory.backOff).toMatchObject({ failures: 1 });
    const [message] = world.aws.messages;
    expect(message?.Subject).toBe(`${realTime}: creation failed`);
    expect(message?.Message).toMatch(
      /ResourceLimitExceeded.*limit is 0.*next attempt is in 2 min/s,
    );
    await world.minutes(3);
    expect(world.state.memory.backOff).toMatchObject({ failures: 2 });
    world.aws.refuse = () => undefined;
    await world.minutes(8);
    expect(world.endpoint()).toBeDefined();
  });

  it("of an update by throttling is tried again, and is no rejection", async () => {
    await world.reachInstances();
    world.spec = specOf("b", "a");
    world.aws.refuse = ({ operation }) =>
      operation === "UpdateEndpoint"
        ? new FakeError("ThrottlingException", "Rate exceeded")
        : undefined;
    const { thrown } = await world.tick();
    expect(thrown).toMatch(/rt-b: ThrottlingException/);
    expect(world.state.memory.update).toBeUndefined();
    world.aws.refuse = () => undefined;
    await world.minutes(4);
    expect(world.endpoint()).toMatchObject({ status: "InService", configuration: "rt-b" });
    expect(world.state.memory.rejected).toEqual([]);
  });

  it("of an update by a quota is told once, and tried again", async () => {
    await world.reachInstances();
    world.spec = specOf("b", "a");
    world.aws.refuse = ({ operation }) =>
      operation === "UpdateEndpoint"
        ? new FakeError("ResourceLimitExceeded", "no more instances")
        : undefined;
    await world.minutes(4);
    const told = world.aws.messages.filter(({ Subject }) => /update failed/.test(Subject));
    expect(told).toHaveLength(1);
    world.aws.refuse = () => undefined;
    await world.minutes(4);
    expect(world.endpoint()?.configuration).toBe("rt-b");
  });

  it("of the topic loses no decision", async () => {
    world.aws.refuse = ({ service }) =>
      service === "sns" ? new FakeError("AuthorizationError", "not yours", 403) : undefined;
    world.rate = 10 * even;
    await world.minutes(12);
    expect(world.endpoint()?.status).toBe("InService");
  });
});
