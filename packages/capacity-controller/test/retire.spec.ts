import { FakeError } from "./fake/protocol";
import { parameters } from "./stack";
import { even, minute, realTime, specOf, World } from "./world";

jest.setTimeout(60_000);

const destroy = { kind: "kick", spec: "1", tf: { action: "delete", prev_input: {} } };
const kick = (action: "create" | "update") => ({ kind: "kick", spec: "1", tf: { action } });

let world: World;

beforeEach(async () => {
  world = await World.start();
});

afterEach(async () => {
  await world.stop();
});

const endpoint = (of = world) => of.aws.sageMaker.endpoints.get(realTime);

/** Puts the endpoint into a state, and lets it be over after some minutes. */
function put(of: World, status: string, minutes?: number): void {
  of.aws.sageMaker.endpoints.set(realTime, {
    ...{ status, configuration: "rt-a", instances: 1, modifiedAt: of.aws.now - minute },
    ...(minutes !== undefined && { readyAt: of.aws.now + minutes * minute, aim: "rt-a" }),
  });
}

/** Lets AWS's time pass beside that of the function, a minute each time that it looks. */
function letTimePass({ aws }: World): void {
  const { after } = aws;
  aws.after = (call, index) => {
    if (call.operation === "DescribeEndpoint") {
      aws.now += minute;
      aws.sageMaker.settle();
    }
    return after(call, index);
  };
}

/** Destroys an environment whose endpoint is in a state; at once for each state, since each waits for seconds. */
async function destroyedWhile(status: string, minutes?: number) {
  const own = await World.start();
  put(own, status, minutes);
  own.aws.scaling.target = { ResourceId: `endpoint/${realTime}/variant/AllTraffic` };
  letTimePass(own);
  const { response, thrown } = await own.invoke(destroy);
  const left = { endpoint: endpoint(own), target: own.aws.scaling.target };
  await own.stop();
  return { status, response, thrown, left, changes: own.aws.changes(), state: own.state };
}

describe("a destroyed environment", () => {
  it("takes an endpoint off its scaling, deletes it where SageMaker does, and waits until it is gone", async () => {
    const states = ["InService", "Failed", "OutOfService", "UpdateRollbackFailed"];
    const all = await Promise.all(states.map((status) => destroyedWhile(status)));
    for (const each of all) {
      expect(each).toMatchObject({
        response: { retired: realTime },
        left: { endpoint: undefined, target: undefined },
        state: { memory: { retired: true } },
      });
      expect(each.changes.slice(0, 3)).toEqual([
        ...["PutParameter", "DeregisterScalableTarget", "DeleteEndpoint"],
      ]);
    }
  });

  it("waits for an endpoint that changes until it may be deleted", async () => {
    const states = ["Creating", "Updating", "SystemUpdating", "RollingBack"];
    const all = await Promise.all(states.map((status) => destroyedWhile(status, 2)));
    for (const each of all) {
      expect(each).toMatchObject({
        response: { retired: realTime },
        left: { endpoint: undefined },
      });
    }
  });

  it("says since when the endpoint is what it is, where it does not become deletable in time", async () => {
    put(world, "SystemUpdating");
    // The function's time, less what it keeps for itself: enough for a look.
    const { thrown } = await world.invoke(destroy, 21_000);
    const since = new Date(world.aws.now - minute).toISOString();
    expect(thrown).toBe(
      `Error: endpoint ${realTime} is SystemUpdating since ${since}, so it cannot be deleted yet: run destroy again`,
    );
    expect(world.state.memory.retired).toBe(true);
    expect(endpoint()?.status).toBe("SystemUpdating");
  });

  it("is done at once where there is no endpoint", async () => {
    const { response } = await world.invoke(destroy);
    expect(response).toEqual({ retired: realTime });
    expect(world.aws.changes()).toEqual(["PutParameter", "DeregisterScalableTarget"]);
  });

  it("is refused where the environment is protected, and nothing is touched", async () => {
    world.spec = { ...specOf("a"), protected: true };
    put(world, "InService");
    const { thrown } = await world.invoke(destroy);
    expect(thrown).toMatch(/^Error: the environment is protected: endpoint .* is not retired/);
    expect(world.aws.changes()).toEqual([]);
    expect(world.state.memory.retired).toBe(false);
  });

  it("gets no endpoint from a tick that had decided to create one before the flag", async () => {
    world.rate = 2 * even;
    await world.minutes(2);
    const { after } = world.aws;
    let isRaised = false;
    world.aws.after = (call, index) => {
      // Everything is read and decided but for the last look at the state.
      if (call.operation === "DescribeAlarms") {
        isRaised = true;
        const { memory } = world.state;
        world.state = { ...world.state, memory: { ...memory, retired: true, actedAt: 1 } };
      }
      return after(call, index);
    };
    for (let each = 0; each < 5; each += 1) {
      await world.tick();
      expect(world.state.memory.retired).toBe(true);
    }
    expect(isRaised).toBe(true);
    expect(endpoint()).toBeUndefined();
  });

  it("raises its flag again where a tick wrote over it", async () => {
    put(world, "Creating", 2);
    letTimePass(world);
    const { after } = world.aws;
    let looks = 0;
    world.aws.after = (call, index) => {
      if (call.operation === "DescribeEndpoint" && ++looks === 1) {
        const { memory } = world.state;
        world.state = { ...world.state, memory: { ...memory, retired: false } };
      }
      return after(call, index);
    };
    const { thrown } = await world.invoke(destroy);
    expect(thrown).toBeUndefined();
    expect(world.state.memory.retired).toBe(true);
    expect(endpoint()).toBeUndefined();
  });

  it("is wanted again when it is created again, or when an operator says retry", async () => {
    await world.invoke(destroy);
    expect((await world.invoke(kick("create"))).response).toEqual({ spec: "valid" });
    expect(world.state.memory.retired).toBe(false);
    expect(world.state).not.toHaveProperty("retiredAt");

    await world.invoke(destroy);
    await world.minutes(1);
    expect(world.state.memory.retired).toBe(true);
    world.write("pin", { retryAt: Date.now() + minute });
    world.rate = 2 * even;
    await world.minutes(8);
    expect(world.state.memory.retired).toBe(false);
    expect(endpoint()).toBeDefined();
  });
});

describe("a kick", () => {
  it.each(["create", "update"] as const)(
    "of %s checks the spec and decides nothing",
    async (action) => {
      const { response } = await world.invoke(kick(action));
      expect(response).toEqual({ spec: "valid" });
      expect(world.aws.calls.map(({ operation }) => operation)).toEqual(["GetParameters"]);
    },
  );

  it("says what is wrong with the spec", async () => {
    const spec = specOf("a");
    world.write("spec", { ...spec, realTime: { ...spec.realTime, live: { configuration: "c" } } });
    const { thrown } = await world.invoke(kick("update"));
    expect(thrown).toMatch(
      /^Error: parameter \/pictures\/capacity\/spec is not valid \(realTime\.live\.release: /,
    );
  });

  it("ends within ten seconds where Systems Manager does not answer", async () => {
    world.aws.refuse = () => "no answer ever";
    const { ms, thrown } = await world.invoke(kick("update"));
    expect(thrown).toMatch(/abort|timed out/i);
    expect(ms).toBeLessThan(10_000);
  });

  it("waits for the policies of a role that was just made, and no longer than seconds", async () => {
    let refused = 0;
    world.aws.refuse = ({ operation }) =>
      operation === "GetParameters" && ++refused <= 2
        ? new FakeError("AccessDeniedException", "not authorized to perform ssm:GetParameters")
        : undefined;
    expect((await world.invoke(kick("create"))).response).toEqual({ spec: "valid" });
    world.aws.parameters.delete(parameters.pin);
    expect((await world.invoke(kick("create"))).thrown).toMatch(/capacity\/pin does not exist/);
  });
});
