import fc from "fast-check";
import {
  type CapacityMemory,
  decideServerless,
  type EndpointState,
  emptyMemory,
  emptyServerlessMemory,
  type FollowObservation,
  type ServerlessMemory,
} from "../src";

const minute = 60_000;
const now = Date.UTC(2026, 0, 5, 12);
const generation = (configuration: string) => ({ configuration, release: "a".repeat(64) });
const spec = {
  realTime: { live: generation("rt-b"), previous: generation("rt-a") },
  serverless: { live: generation("sl-b"), previous: generation("sl-a") },
} as unknown as FollowObservation["spec"];
const up = (configuration: string, modifiedAt = now - 60 * minute): EndpointState => ({
  ...{ status: "InService", configuration, instances: 1, modifiedAt },
});
const absent: EndpointState = { status: "Absent" };
const follow = (changes: Partial<FollowObservation> = {}) =>
  decideServerless({
    ...{ now, spec, realTime: absent, serverless: up("sl-a"), order: {} },
    ...{ memory: emptyMemory, own: emptyServerlessMemory },
    ...changes,
  });

describe("the serverless endpoint", () => {
  it("moves at once where real time is not there", () => {
    for (const status of ["Absent", "Deleting", "Failed"] as const) {
      expect(follow({ realTime: { status } })).toMatchObject({
        action: "update",
        configuration: "sl-b",
        memory: { update: { at: now, generation: "sl-b" } },
      });
    }
  });

  it("waits until real time runs the release, whatever happens to it meanwhile", () => {
    expect(follow({ realTime: up("rt-b") }).action).toBe("update");
    for (const realTime of [
      up("rt-a"),
      ...(["Creating", "Updating", "SystemUpdating", "RollingBack", "OutOfService"] as const).map(
        (status) => ({ status }),
      ),
    ]) {
      expect(follow({ realTime }).action).toBe("keep");
    }
  });

  it("never takes a release that was rolled back on instances, until an operator says retry", () => {
    const memory = { ...emptyMemory, rejected: [{ at: now - minute, generation: "rt-b" }] };
    for (const realTime of [absent, up("rt-a")]) {
      expect(follow({ memory, realTime })).toMatchObject({ action: "keep", isRejected: true });
    }
    expect(follow({ memory, order: { retryAt: now } }).action).toBe("update");
  });

  it("stays where it is once its own update was taken back", () => {
    const { memory } = follow();
    const later = { own: memory, now: now + 10 * minute };
    expect(follow({ ...later, serverless: up("sl-a") }).action).toBe("update");
    const back = follow({ ...later, serverless: up("sl-a", now + 5 * minute) });
    expect(back).toMatchObject({ action: "keep", isRejected: true });
    const still = {
      own: back.memory,
      now: now + 20 * minute,
      serverless: up("sl-a", now + minute),
    };
    expect(follow(still)).toMatchObject({ action: "keep", isRejected: true });
    expect(follow({ ...still, order: { retryAt: now + 20 * minute } }).action).toBe("update");
  });

  it("is left alone while it changes, where it runs the release, and while the environment ends", () => {
    expect(follow({ serverless: { status: "Updating" } }).action).toBe("keep");
    expect(follow({ serverless: up("sl-b") })).toMatchObject({ action: "keep", isRejected: false });
    expect(follow({ memory: { ...emptyMemory, retired: true } }).action).toBe("keep");
  });

  const time = fc.integer({ min: 0, max: 60 }).map((minutes) => now - minutes * minute);
  const state = fc.oneof(
    fc
      .record({ configuration: fc.constantFrom("rt-a", "rt-b"), at: time })
      .map(({ at, configuration }) => up(configuration, at)),
    fc
      .constantFrom("Absent", "Creating", "Updating", "RollingBack", "Deleting", "Failed")
      .map((status) => ({ status }) as EndpointState),
  );
  const rejections = (names: readonly string[]) =>
    fc.array(fc.record({ at: time, generation: fc.constantFrom(...names) }), { maxLength: 3 });

  it("never gets ahead of instances, nor what they rejected, in any state and with any memory", () => {
    fc.assert(
      fc.property(
        state,
        rejections(["rt-a", "rt-b"]),
        rejections(["sl-a", "sl-b"]),
        fc.option(time, { nil: undefined }),
        (realTime, onInstances, here, retryAt) => {
          const memory: CapacityMemory = { ...emptyMemory, rejected: onInstances };
          const own: ServerlessMemory = { rejected: here };
          const order = retryAt === undefined ? {} : { retryAt };
          const decision = follow({ realTime, memory, own, order });
          if (decision.action === "keep") return;
          const stands = (at: number) => retryAt === undefined || at > retryAt;
          expect(
            onInstances.filter(({ at, generation }) => generation === "rt-b" && stands(at)),
          ).toEqual([]);
          expect(here.filter(({ at, generation }) => generation === "sl-b" && stands(at))).toEqual(
            [],
          );
          const isThere = !["Absent", "Deleting", "Failed"].includes(realTime.status);
          if (isThere) expect(realTime).toMatchObject({ configuration: "rt-b" });
        },
      ),
    );
  });
});
