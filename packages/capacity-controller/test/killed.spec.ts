import type { FakeCall } from "./fake/protocol";
import { even, minute, serverless, specOf, World } from "./world";

jest.setTimeout(240_000);

/** What the controller is about to do, and how it looks once it is done. */
interface Story {
  readonly name: string;
  /** Brings the world to the minute before the tick that is killed. */
  readonly begin: (world: World) => Promise<void>;
  /** The change that the tick makes last: the story is about every call up to it. */
  readonly last: string;
  readonly isDone: (world: World) => boolean;
  /** How often AWS may be asked for something that it carries out once. */
  readonly once: readonly string[];
}

/** Passes minutes until the next tick would make a change; that tick is not run. */
async function until(world: World, operation: string): Promise<void> {
  for (let each = 0; each < 30; each += 1) {
    const saved = snapshot(world);
    await world.minutes(1);
    if (world.aws.calls.slice(saved.calls).some((call) => call.operation === operation)) {
      saved.restore();
      return;
    }
  }
  throw new Error(`no ${operation} in 30 minutes`);
}

/** Remembers all of AWS, and sets it back. */
function snapshot({ aws }: World): { readonly calls: number; restore(): void } {
  const { now } = aws;
  const endpoints = structuredClone([...aws.sageMaker.endpoints]);
  const parameters = [...aws.parameters];
  const target = structuredClone(aws.scaling.target);
  const policies = [...aws.scaling.policies];
  const actions = [...aws.scaling.actions];
  const metrics = aws.cloudWatch.snapshot();
  const calls = aws.calls.length;
  return {
    calls,
    restore() {
      aws.now = now;
      aws.calls.length = calls;
      aws.messages.length = 0;
      refill(aws.sageMaker.endpoints, structuredClone(endpoints));
      refill(aws.parameters, parameters);
      aws.scaling.target = structuredClone(target);
      refill(aws.scaling.policies, policies);
      refill(aws.scaling.actions, actions);
      aws.cloudWatch.restore(metrics);
    },
  };
}

function refill<K, V>(map: Map<K, V>, entries: readonly (readonly [K, V])[]): void {
  map.clear();
  for (const [key, value] of entries) map.set(key, value);
}

/** Enough requests for instances, until the next tick would make a change. */
const risingUntil = (operation: string) => async (world: World) => {
  world.rate = 1.2 * even;
  await until(world, operation);
};

/** No more requests on instances, until the next tick would make a change. */
const quietUntil = (operation: string) => async (world: World) => {
  await world.reachInstances();
  world.rate = 0;
  await until(world, operation);
};

const stories: readonly Story[] = [
  {
    name: "creates the endpoint",
    begin: risingUntil("CreateEndpoint"),
    last: "CreateEndpoint",
    isDone: (world) =>
      world.endpoint()?.status === "InService" &&
      world.aws.scaling.target !== undefined &&
      world.aws.scaling.policies.size === 1 &&
      world.aws.scaling.actions.size === 1,
    once: ["CreateEndpoint"],
  },
  {
    name: "registers its scaling",
    begin: risingUntil("PutScheduledAction"),
    last: "PutScheduledAction",
    isDone: (world) =>
      world.aws.scaling.policies.size === 1 && world.aws.scaling.actions.size === 1,
    once: ["RegisterScalableTarget"],
  },
  {
    name: "updates it to a release of another instance type",
    begin: async (world) => {
      await world.reachInstances();
      world.aws.sageMaker.configurations.set("rt-b", "ml.c5.xlarge");
      world.spec = specOf("b", "a");
    },
    last: "UpdateEndpoint",
    isDone: (world) =>
      world.endpoint()?.configuration === "rt-b" &&
      world.endpoint(serverless)?.configuration === "sl-b" &&
      world.aws.scaling.actions.size === 1,
    once: ["UpdateEndpoint rt-b", "UpdateEndpoint sl-b"],
  },
  {
    name: "moves serverless to the release",
    begin: async (world) => {
      await world.reachInstances();
      world.spec = specOf("b", "a");
      await world.minutes(1);
      await until(world, "UpdateEndpoint");
    },
    last: "UpdateEndpoint",
    isDone: (world) => world.endpoint(serverless)?.configuration === "sl-b",
    once: ["UpdateEndpoint sl-b"],
  },
  {
    name: "warms serverless",
    begin: quietUntil("InvokeEndpoint"),
    last: "PutParameter",
    isDone: (world) => world.endpoint() === undefined && world.state.mode === "serverless",
    once: ["DeleteEndpoint"],
  },
  {
    name: "deletes it",
    begin: quietUntil("DeleteEndpoint"),
    last: "DeleteEndpoint",
    isDone: (world) =>
      world.endpoint() === undefined &&
      world.aws.scaling.target === undefined &&
      world.state.running.join() === "sl-a",
    once: ["DeleteEndpoint"],
  },
];

/** Calls that AWS carried out, with the configuration that an update names. */
const carriedOut = (calls: readonly FakeCall[]): readonly string[] =>
  calls.map(({ input, operation }) =>
    operation === "UpdateEndpoint" ? `${operation} ${input.EndpointConfigName}` : operation,
  );

describe.each(stories)("a tick that $name", ({ begin, isDone, last, once }) => {
  let world: World;

  beforeAll(async () => {
    world = await World.start();
    await begin(world);
  });

  afterAll(() => world.stop());

  it("may be killed after each of its calls: the ticks after it end where it would have", async () => {
    const start = snapshot(world);
    await world.minutes(1);
    const length =
      1 +
      carriedOut(world.aws.calls.slice(start.calls)).findLastIndex((each) => each.startsWith(last));
    expect(length).toBeGreaterThan(5);
    for (let killed = 0; killed < length; killed += 1) {
      start.restore();
      const died = await killedAfter(world, start.calls + killed);
      expect(died).toMatch(/the process ended: SIGKILL/);
      for (let each = 0; each < 25 && !isDone(world); each += 1) await world.minutes(1);
      const calls = carriedOut(world.aws.calls.slice(start.calls));
      expect({ killed, calls, isDone: isDone(world) }).toMatchObject({ killed, isDone: true });
      for (const each of once) {
        expect({ killed, each, times: calls.filter((call) => call === each).length }).toEqual({
          ...{ killed, each, times: 1 },
        });
      }
    }
    expect(world.violations).toEqual([]);
  });
});

/** Runs a tick whose process is killed after AWS carried out its call of an index. */
async function killedAfter(world: World, index: number): Promise<string | undefined> {
  const { after } = world.aws;
  world.aws.after = (call, at) => {
    if (at !== index) return after(call, at);
    after(call, at);
    void world.kill();
    return "no answer";
  };
  const { thrown } = await world.tick();
  world.aws.after = after;
  await world.kill();
  return thrown;
}

it("two ticks at once create one endpoint", async () => {
  const world = await World.start();
  await risingUntil("CreateEndpoint")(world);
  world.pass();
  const event = world.scheduled();
  const later = world.scheduled(world.aws.now + minute / 2);
  await Promise.all([world.invoke(event), world.invoke(event), world.invoke(later)]);
  for (let each = 0; each < 8; each += 1) await world.minutes(1);
  expect(world.endpoint()?.status).toBe("InService");
  expect(world.state.memory.backOff).toBeUndefined();
  expect(world.violations).toEqual([]);
  await world.stop();
});
