import { emptyMemory, failedCreation, mayAct } from "../src";
import { even, minute, now, of, policy, spec, stayed, steady, up } from "./observe";

describe("an endpoint in another state", () => {
  const requests = steady(10 * even);
  it.each(["Creating", "Updating", "Deleting"] as const)("%s is waited for", (status) => {
    expect(of({ endpoint: { status }, requests })).toMatchObject({
      action: "keep",
      because: "transition",
    });
  });

  it.each(["SystemUpdating", "RollingBack", "UpdateRollbackFailed", "OutOfService"] as const)(
    "%s is kept, with an alarm",
    (status) => {
      expect(of({ endpoint: { status }, requests })).toMatchObject({
        action: "keep",
        because: "trouble",
        alarm: "stuck-state",
      });
    },
  );

  it("Failed is deleted, and the creation counts once however often that is seen", () => {
    const memory = { ...emptyMemory, creation: { at: now - 9 * minute, generation: "g2" } };
    const first = of({ endpoint: { status: "Failed" }, memory });
    expect(first).toMatchObject({ action: "delete", alarm: "creation-failed" });
    expect(first.memory.backOff).toEqual({ failures: 1, at: now, until: now + 10 * minute });
    const again = of({ endpoint: { status: "Failed" }, memory: first.memory, now: now + minute });
    expect(again.memory.backOff?.failures).toBe(1);
    const next = of({ memory: first.memory, requests, now: now + 9 * minute });
    expect(next).toMatchObject({ action: "keep", because: "backOff", alarm: "creation-failed" });
    expect(of({ memory: first.memory, requests, now: now + 10 * minute }).action).toBe("create");
    expect(
      of({ memory: first.memory, requests, now: now + minute, order: { retryAt: now } }).action,
    ).toBe("create");
  });

  it("forgets the failures once an endpoint is in service", () => {
    const backOff = { failures: 3, at: now, until: now };
    expect(
      of({ endpoint: up(), memory: { ...emptyMemory, backOff } }).memory.backOff,
    ).toBeUndefined();
    const creation = { at: now, generation: "g2" };
    const failed = failedCreation(
      { ...emptyMemory, backOff: { ...backOff, failures: 9 }, creation },
      policy,
      now,
    );
    expect(failed.backOff).toMatchObject({ failures: 10, until: now + 240 * minute });
  });
});

describe("a release", () => {
  const busy = { requests: steady(10 * even), memory: stayed };
  const asked = {
    ...stayed,
    update: { at: now - 20 * minute, generation: "g2", modifiedAt: now - 60 * minute },
  };

  it("is updated to once, and remembered before the call", () => {
    const decision = of({ ...busy, endpoint: up("c1") });
    expect(decision).toMatchObject({
      action: "update",
      target: spec.live,
      memory: { update: { at: now, generation: "g2", modifiedAt: 0 } },
    });
  });

  it("that SageMaker rolled back is rejected, with an alarm, until the spec changes or an operator says retry", () => {
    const rolledBack = { ...busy, endpoint: up("c1", now - 5 * minute), memory: asked };
    const rejected = of(rolledBack);
    expect(rejected).toMatchObject({
      action: "keep",
      because: "rejected",
      alarm: "rejected-generation",
    });
    const later = { ...rolledBack, memory: rejected.memory, now: now + minute };
    expect(of(later)).toMatchObject({ action: "keep", because: "rejected" });
    expect(of({ ...later, order: { retryAt: now + minute } }).action).toBe("update");
    const live = { generation: "g3", configuration: "c3" };
    expect(of({ ...later, spec: { live } })).toMatchObject({ action: "update", target: live });
  });

  it("whose update never reached SageMaker is asked for again", () => {
    expect(of({ ...busy, endpoint: up("c1", now - 60 * minute), memory: asked }).action).toBe(
      "update",
    );
    // The endpoint came into service in the very moment of the tick that asked for it.
    const atOnce = { ...stayed, update: { at: now, generation: "g2", modifiedAt: now } };
    expect(of({ ...busy, endpoint: up("c1", now), memory: atOnce, now: now + minute }).action).toBe(
      "update",
    );
  });

  it("waits while an alarm rings that would roll it back", () => {
    expect(of({ ...busy, endpoint: up("c1"), isRollbackAlarmOn: true })).toMatchObject({
      action: "keep",
      because: "alarm",
    });
  });

  it("that was rejected is not created: the one before is, or nothing", () => {
    const memory = { ...emptyMemory, rejected: [{ at: now - minute, generation: "g2" }] };
    const requests = steady(10 * even);
    expect(of({ memory, requests })).toMatchObject({ action: "create", target: spec.previous });
    expect(of({ memory, requests, spec: { live: spec.live } })).toMatchObject({
      action: "keep",
      because: "rejected",
    });
  });
});

describe("a retired environment", () => {
  const memory = { ...emptyMemory, retired: true };
  it("creates nothing, whatever is pinned", () => {
    expect(of({ memory, requests: steady(10 * even), order: { pin: "realTime" } }).action).toBe(
      "keep",
    );
  });

  it.each([
    ["InService", "delete"],
    ["Failed", "delete"],
    ["OutOfService", "delete"],
    ["UpdateRollbackFailed", "delete"],
    ["Creating", "keep"],
    ["Updating", "keep"],
    ["SystemUpdating", "keep"],
    ["RollingBack", "keep"],
    ["Deleting", "keep"],
  ] as const)("%s: %s", (status, action) => {
    const endpoint = status === "InService" ? up() : { status };
    expect(of({ memory, endpoint, requests: steady(10 * even) }).action).toBe(action);
  });
});

describe("two ticks at once", () => {
  it("the later one to act is void if the other acted since it read, and not if the other kept", () => {
    const read = { ...stayed, actedAt: now - minute };
    const updated = of({ endpoint: up("c1"), memory: read, requests: steady(10 * even) });
    const kept = of({ endpoint: up(), memory: read, requests: steady(10 * even) });
    expect([updated.action, kept.action]).toEqual(["update", "keep"]);
    expect(mayAct(read, updated.memory)).toBe(false);
    expect(mayAct(read, kept.memory)).toBe(true);
  });
});
