import { even, realTime, serverless, specOf, World } from "./world";

jest.setTimeout(60_000);

let world: World;

beforeEach(async () => {
  world = await World.start();
});

afterEach(() => world.finish());

describe("a tick", () => {
  it("reads parameters, endpoints, alarms and metrics, and changes nothing while it is quiet", async () => {
    await world.minutes(3);
    expect(new Set(world.aws.calls.map(({ operation }) => operation))).toEqual(
      new Set([
        ...["GetParameters", "DescribeEndpoint", "GetMetricData", "DescribeAlarms"],
        ...["GetParameter", "PutParameter"],
      ]),
    );
    expect(world.state).toMatchObject({ mode: "serverless", running: ["sl-a"] });
    // The first tick wrote what it found; the others had nothing new to write.
    expect(
      world.changesSince(0).filter((each) => each === "PutParameter").length,
    ).toBeLessThanOrEqual(2);
  });

  it("creates the endpoint when instances pay, after it wrote so, with the tags", async () => {
    world.rate = 10 * even;
    await world.minutes(5);
    const at = world.aws.calls.findIndex(({ operation }) => operation === "CreateEndpoint");
    const order = world.aws.calls.slice(0, at + 1).map(({ operation }) => operation);
    expect(order.slice(-3)).toEqual(["GetParameter", "PutParameter", "CreateEndpoint"]);
    expect(world.aws.calls[at]?.input).toEqual({
      EndpointName: realTime,
      EndpointConfigName: "rt-a",
      Tags: [{ Key: "Environment", Value: "staging" }],
    });
    expect(world.changesSince(0).filter((each) => each === "CreateEndpoint")).toHaveLength(1);
    expect(world.aws.messages.map(({ Subject }) => Subject)).toEqual([`${realTime}: to instances`]);
    expect(world.state.running).toEqual(["rt-a", "sl-a"]);
  });

  it("registers scaling once the endpoint is in service, and no second time", async () => {
    await world.reachInstances();
    await world.minutes(3);
    const { actions, policies, target } = world.aws.scaling;
    expect(target).toMatchObject({
      ResourceId: `endpoint/${realTime}/variant/AllTraffic`,
      ...{ MinCapacity: 1, MaxCapacity: 4 },
      Tags: { Environment: "staging", CapacityController: "pictures-capacity" },
    });
    expect([...policies.keys()]).toEqual(["SageMakerVariantInvocationsPerInstance"]);
    expect([...actions.keys()]).toEqual(["Morning"]);
    const made = world.changesSince(0).filter((each) => /Scal|Scheduled/.test(each));
    expect(made).toEqual(["RegisterScalableTarget", "PutScalingPolicy", "PutScheduledAction"]);
  });

  it("leaves the range to the scheduled actions that change it", async () => {
    await world.reachInstances();
    const { scaling } = world.aws;
    if (scaling.target) scaling.target = { ...scaling.target, MinCapacity: 2 };
    const before = world.aws.changes().length;
    await world.minutes(2);
    expect(world.changesSince(before)).not.toContain("RegisterScalableTarget");
  });

  it("makes scaling what a changed spec says", async () => {
    await world.reachInstances();
    const spec = world.spec;
    const { schedules: _, ...scaling } = spec.realTime.scaling ?? { schedules: [], min: 1, max: 1 };
    world.spec = {
      ...spec,
      realTime: { ...spec.realTime, scaling: { ...scaling, max: 3, schedules: [] } },
    };
    await world.minutes(2);
    expect(world.aws.scaling.actions.size).toBe(0);
    expect(world.aws.scaling.target).toMatchObject({ MinCapacity: 1, MaxCapacity: 3 });
    const { scaling: __, ...unscaled } = world.spec.realTime;
    world.spec = { ...world.spec, realTime: unscaled };
    await world.minutes(1);
    expect(world.aws.scaling.target).toBeUndefined();
  });

  it("updates to a new release with the instances it has, watched by the alarms, then serverless", async () => {
    await world.reachInstances();
    world.spec = specOf("b", "a");
    const before = world.aws.changes().length;
    await world.minutes(1);
    expect(world.changesSince(before)).toEqual(["PutParameter", "UpdateEndpoint"]);
    expect(world.endpoint()).toMatchObject({
      ...{ status: "Updating", configuration: "rt-a", aim: "rt-b", retains: true },
      deployment: {
        AutoRollbackConfiguration: { Alarms: [{ AlarmName: "rollback" }] },
        BlueGreenUpdatePolicy: { TerminationWaitInSeconds: 0 },
      },
    });
    expect(world.state.running).toEqual(["rt-a", "rt-b", "sl-a"]);
    expect(world.endpoint(serverless)?.configuration).toBe("sl-a");
    await world.minutes(6);
    expect(world.endpoint()).toMatchObject({ status: "InService", configuration: "rt-b" });
    expect(world.endpoint(serverless)).toMatchObject({
      status: "InService",
      configuration: "sl-b",
    });
    expect(world.state.running).toEqual(["rt-b", "sl-b"]);
    expect(world.changesSince(before).filter((each) => each === "UpdateEndpoint")).toHaveLength(2);
  });

  it("takes the endpoint off its scaling before another instance type, and registers it again", async () => {
    await world.reachInstances();
    world.aws.sageMaker.configurations.set("rt-b", "ml.c5.xlarge");
    world.spec = specOf("b", "a");
    const before = world.aws.changes().length;
    await world.minutes(5);
    const calls = world.changesSince(before).filter((each) => /Endpoint|Target/.test(each));
    expect(calls.slice(0, 2)).toEqual(["DeregisterScalableTarget", "UpdateEndpoint"]);
    expect(calls.at(-1)).toBe("RegisterScalableTarget");
    expect(world.aws.scaling.policies.size).toBe(1);
  });

  it("moves serverless at once where there are no instances", async () => {
    await world.minutes(1);
    world.spec = specOf("b", "a");
    await world.minutes(1);
    expect(world.state.running).toEqual(["sl-a", "sl-b"]);
    await world.minutes(3);
    expect(world.endpoint(serverless)).toMatchObject({
      status: "InService",
      configuration: "sl-b",
    });
    expect(world.state.running).toEqual(["sl-b"]);
  });

  it("rejects a release that SageMaker took back, tells it once, and never gives it to serverless", async () => {
    await world.reachInstances();
    world.aws.sageMaker.rules.bad.add("rt-b");
    world.spec = specOf("b", "a");
    const before = world.aws.changes().length;
    await world.minutes(8);
    expect(world.endpoint()).toMatchObject({ status: "InService", configuration: "rt-a" });
    expect(world.endpoint(serverless)?.configuration).toBe("sl-a");
    expect(world.changesSince(before).filter((each) => each === "UpdateEndpoint")).toHaveLength(1);
    expect(world.aws.messages.filter(({ Subject }) => /rejected/.test(Subject))).toHaveLength(1);
    expect(world.emitted.findLast(({ name }) => name === "RejectedGeneration")?.value).toBe(1);
    world.write("pin", { retryAt: world.aws.now });
    await world.minutes(1);
    expect(world.changesSince(before).filter((each) => each === "UpdateEndpoint")).toHaveLength(2);
  });

  it("starts no update while a rollback alarm rings", async () => {
    await world.reachInstances();
    world.aws.cloudWatch.ringing.add("rollback");
    world.spec = specOf("b", "a");
    const before = world.aws.changes().length;
    await world.minutes(2);
    expect(world.changesSince(before)).not.toContain("UpdateEndpoint");
    world.aws.cloudWatch.ringing.clear();
    await world.minutes(1);
    expect(world.changesSince(before)).toContain("UpdateEndpoint");
  });

  it("warms serverless before instances go, and takes them off their scaling first", async () => {
    await world.reachInstances();
    world.rate = 0;
    const before = world.aws.changes().length;
    await world.minutes(12);
    const calls = world
      .changesSince(before)
      .filter((each) => /Invoke|Target|DeleteEndpoint/.test(each));
    const asked = world.state.warmed?.count ?? 0;
    expect(asked).toBeGreaterThan(1);
    expect(calls).toEqual([
      ...Array.from({ length: asked }, () => "InvokeEndpoint"),
      ...["DeregisterScalableTarget", "DeleteEndpoint"],
    ]);
    expect(world.endpoint()).toBeUndefined();
    expect(world.state).toMatchObject({ mode: "serverless", running: ["sl-a"] });
    const [picture] = world.aws.pictures;
    expect(picture?.subarray(1, 4).toString()).toBe("PNG");
    expect(world.aws.messages.at(-1)?.Subject).toBe(`${realTime}: to serverless`);
  });

  it("keeps instances until serverless answers warm", async () => {
    await world.reachInstances();
    world.rate = 0;
    world.aws.coldStarts.push(3_100, 0, 0, 3_100);
    const invoked = () => world.changesSince(0).filter((each) => each === "InvokeEndpoint").length;
    while (invoked() === 0) await world.minutes(1);
    // Two rounds of two, in each of which one was cold: nothing is deleted.
    expect(invoked()).toBe(4);
    expect(world.state.warmed?.count).toBe(1);
    expect(world.changesSince(0)).not.toContain("DeleteEndpoint");
    await world.minutes(2);
    expect(invoked()).toBe(6);
    expect(world.changesSince(0)).toContain("DeleteEndpoint");
  });

  it("pings serverless in quiet hours, where the policy says so", async () => {
    const { policy } = world.spec;
    world.spec = { ...world.spec, policy: { ...policy, warm: { kind: "ping", everyMinutes: 3 } } };
    await world.minutes(10);
    const pings = world.changesSince(0).filter((each) => each === "InvokeEndpoint").length;
    expect(pings).toBeGreaterThanOrEqual(2);
    expect(pings).toBeLessThanOrEqual(4);
  });

  it("deletes a creation that failed, waits, and tries again", async () => {
    world.aws.sageMaker.rules.bad.add("rt-a");
    world.rate = 10 * even;
    while (world.state.memory.backOff === undefined) await world.minutes(1);
    expect(world.state.memory.backOff).toMatchObject({ failures: 1 });
    await world.minutes(1);
    expect(world.emitted.findLast(({ name }) => name === "CreationFailed")?.value).toBe(1);
    world.aws.sageMaker.rules.bad.clear();
    await world.minutes(10);
    expect(world.endpoint()?.status).toBe("InService");
    expect(world.state.memory.backOff).toBeUndefined();
    expect(world.emitted.findLast(({ name }) => name === "CreationFailed")?.value).toBe(0);
    expect(world.changesSince(0).filter((each) => each === "CreateEndpoint")).toHaveLength(2);
  });

  it.each([
    [undefined, "Pictor"],
    ["acme", "Acme"],
  ])(
    "of brand %s writes metrics to the namespace from which it reads its heartbeat",
    async (brand, namespace) => {
      const branded = await World.start(specOf("a"), brand);
      await branded.minutes(1);
      expect(new Set(branded.emitted.map((each) => each.namespace))).toEqual(new Set([namespace]));
      const { input } = branded.aws.calls.find(
        ({ operation }) => operation === "GetMetricData",
      ) as (typeof branded.aws.calls)[number];
      expect(input).toMatchObject({
        MetricDataQueries: [
          { Id: "requests" },
          { Id: "heartbeats", MetricStat: { Metric: { Namespace: namespace } } },
        ],
      });
      await branded.finish();
    },
  );

  it("publishes heartbeat, mode, rate, thresholds and what it saved, and logs what a decision was made of", async () => {
    world.rate = 2;
    await world.minutes(4);
    const last = (name: string) => world.emitted.findLast((each) => each.name === name)?.value;
    expect(last("Heartbeat")).toBe(1);
    expect(last("OnInstances")).toBe(0);
    expect(last("RequestRate")).toBeCloseTo(2 / 60);
    expect(last("CostThreshold")).toBeCloseTo(even / 60);
    expect(last("SavedUsd")).toBeCloseTo(0.001 - 2e-5);
    expect(last("PinnedHours")).toBe(0);
    expect(await world.decision()).toMatchObject({
      message: "decision",
      at: world.aws.now,
      action: "keep",
      because: "quiet",
      observation: { now: world.aws.now, endpoint: { status: "Absent" } },
    });
  });
});
