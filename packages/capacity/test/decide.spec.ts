import { emptyMemory } from "../src";
import { beating, even, minute, now, of, spec, stayed, steady, up, warmed } from "./observe";

describe("the cost reason", () => {
  it("creates once serverless cost what instances cost over outAfter, with the numbers", () => {
    expect(of({ requests: steady(even + 1) })).toMatchObject({
      action: "create",
      because: "cost",
      target: spec.live,
      reason: "1.68 requests/s cost $0.0303 on serverless and $0.0300 on instances, over 30 min",
      numbers: {
        thresholdRps: even / 60,
        serverlessUsd: expect.closeTo(0.0303),
        realTimeUsd: expect.closeTo(0.03),
      },
      memory: { creation: { at: now, generation: "g2" }, actedAt: now },
    });
    expect(of({ requests: steady(even - 1) }).action).toBe("keep");
  });

  it("holds by money: ten times the rate after a tenth of the time", () => {
    const burst = steady(undefined).map((_, index) => (index < 3 ? 10 * even + 1 : undefined));
    expect(of({ requests: burst }).action).toBe("create");
    expect(
      of({ requests: burst.map((_, index) => (index < 2 ? 10 * even : undefined)) }).action,
    ).toBe("keep");
  });

  it("keeps instances within the margin, and lets them go below it", () => {
    const memory = stayed;
    expect(of({ endpoint: up(), memory, warmed, requests: steady(71) })).toMatchObject({
      action: "keep",
      because: "cost",
    });
    expect(of({ endpoint: up(), memory, warmed, requests: steady(69) })).toMatchObject({
      action: "delete",
      because: "quiet",
    });
  });

  it("does not count again what the last stay served", () => {
    const memory = { ...emptyMemory, leftAt: now - 10 * minute };
    const before = steady(undefined).map((_, index) => (index > 9 ? 10 * even : undefined));
    expect(of({ memory, requests: before })).toMatchObject({ action: "keep", because: "quiet" });
  });
});

describe("the other reasons", () => {
  it("create above what serverless carries, and keep while a minute came near", () => {
    const thresholds = [{ kind: "capacity", rps: 1, arithmetic: "a" } as const];
    expect(of({ requests: steady(60) }, { thresholds })).toMatchObject({
      action: "create",
      because: "capacity",
    });
    const peak = steady(0).map((_, index) => (index === 14 ? 43 : 0));
    expect(
      of({ endpoint: up(), memory: stayed, warmed, requests: peak }, { thresholds }).because,
    ).toBe("capacity");
    expect(
      of({ endpoint: up(), memory: stayed, warmed, requests: steady(41) }, { thresholds }).action,
    ).toBe("delete");
  });

  it("create from the rate on at which a latency objective counts", () => {
    const thresholds = [{ kind: "latency", rps: 0.1, arithmetic: "a" } as const];
    expect(of({ requests: steady(6) }, { thresholds })).toMatchObject({
      action: "create",
      because: "latency",
    });
    expect(of({ requests: steady(5) }, { thresholds }).action).toBe("keep");
  });

  it("create ahead of known hours by the provisioning time, and keep until their end", () => {
    const schedule = {
      timeZone: "UTC",
      windows: [{ days: ["mon" as const], from: "12:10", to: "13:00" }],
    };
    expect(of({}, { schedule })).toMatchObject({ action: "create", because: "schedule" });
    expect(of({ now: now - minute }, { schedule }).action).toBe("keep");
    const open = { endpoint: up(), memory: stayed, warmed, now: now + 59 * minute };
    expect(of(open, { schedule })).toMatchObject({ action: "keep", because: "schedule" });
    expect(
      of(
        { ...open, now: now + 60 * minute, warmed: { at: now + 60 * minute, count: 9 } },
        { schedule },
      ).action,
    ).toBe("delete");
  });

  it("obey a pin, without waiting for a dwell", () => {
    expect(of({ order: { pin: "realTime" } })).toMatchObject({ action: "create", because: "pin" });
    const fresh = { ...emptyMemory, stay: { since: now } };
    const pinned = {
      endpoint: up(),
      memory: fresh,
      requests: steady(10 * even),
      order: { pin: "serverless" as const },
    };
    expect(of(pinned).action).toBe("warm");
    expect(of({ ...pinned, warmed }).action).toBe("delete");
    expect(of({ endpoint: up(), memory: stayed, warmed, order: { pin: "realTime" } }).action).toBe(
      "keep",
    );
  });
});

describe("idle is not missing", () => {
  const quiet = { endpoint: up(), memory: stayed, warmed };

  it("no data with the heartbeat there is no traffic", () => {
    expect(of(quiet).action).toBe("delete");
  });

  it("no data without it is unknown, and keeps", () => {
    const heartbeats = beating.map((_, index) => index !== 7);
    expect(of({ ...quiet, heartbeats })).toMatchObject({
      action: "keep",
      because: "unknown",
      numbers: { unknown: 1 },
    });
    expect(of({ requests: steady(undefined), heartbeats: [] }).action).toBe("keep");
  });

  it("what holds whatever the unknown minutes were is a reason", () => {
    const requests = steady(3 * even).map((count, index) => (index % 2 === 0 ? count : undefined));
    expect(of({ requests, heartbeats: [] }).action).toBe("create");
  });
});

describe("a stay on instances", () => {
  it("begins when the endpoint is first seen in service, and lasts the least time", () => {
    const { action, because, memory } = of({ endpoint: up(), warmed });
    expect([action, because, memory.stay?.since]).toEqual(["keep", "dwell", now]);
    const later = (minutes: number) =>
      of({
        endpoint: up(),
        memory: { ...emptyMemory, stay: { since: now - minutes * minute, leastMinutes: 15 } },
        warmed,
      }).action;
    expect([later(14), later(15)]).toEqual(["keep", "delete"]);
  });

  it("lasts as long as it takes to be worth what serverless had cost above instances", () => {
    // Two minutes at 30 times the break-even: about 58 minutes of one instance, less those of the creation.
    const requests = steady(undefined).map((_, index) =>
      index === 12 || index === 13 ? 30 * even : undefined,
    );
    const memory = {
      ...emptyMemory,
      stay: { since: now - 3 * minute, askedAt: now - 13 * minute },
    };
    const { stay } = of({ endpoint: up(), memory, requests, warmed }).memory;
    expect(stay?.leastMinutes).toBeGreaterThan(30);
    expect(stay?.leastMinutes).toBeLessThan(58);
  });

  it("ends only after serverless answered warm, as many at once as the rate needs", () => {
    const gone = { endpoint: up(), memory: stayed, requests: steady(60) };
    // 1 request/s of 100 ms each: 0.1 at once on average, 1 with twice its deviation.
    expect(of(gone)).toMatchObject({ action: "warm", count: 1 });
    expect(of({ ...gone, warmed: { at: now - 4 * minute, count: 9 } }).action).toBe("warm");
    expect(of({ ...gone, warmed: { at: now - 3 * minute, count: 1 } }).action).toBe("delete");
  });

  it("is followed by a least time without instances", () => {
    const memory = { ...emptyMemory, leftAt: now - 4 * minute };
    const requests = steady(100 * even);
    expect(of({ memory, requests })).toMatchObject({ action: "keep", because: "dwell" });
    expect(of({ memory: { ...memory, leftAt: now - 5 * minute }, requests }).action).toBe("create");
  });
});

describe("ticks", () => {
  it("that are not newer than the last call decide nothing", () => {
    const memory = { ...emptyMemory, actedAt: now };
    expect(of({ memory, requests: steady(10 * even) })).toMatchObject({
      action: "keep",
      because: "stale",
    });
  });

  it("ping serverless in quiet hours, and not while somebody calls", () => {
    const warm = { kind: "ping", everyMinutes: 5 } as const;
    expect(of({}, { warm })).toMatchObject({ action: "warm", count: 1, because: "ping" });
    expect(of({ warmed: { at: now - 4 * minute, count: 1 } }, { warm }).action).toBe("keep");
    expect(of({ requests: steady(1) }, { warm }).action).toBe("keep");
  });
});
