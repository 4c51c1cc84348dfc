import { emptyMemory } from "@pictor/capacity";
import { names } from "@pictor/contracts";
import * as fc from "fast-check";
import { createProgram } from "../src";
import { capacityClients } from "../src/capacity/clients";
import { changes, parseDecision } from "../src/capacity/decision-lines";
import { changedOrder } from "../src/capacity/order";
import { readParameters, writeOrder } from "../src/capacity/parameters";
import { renderReport } from "../src/capacity/render";
import { readReport } from "../src/capacity/report";
import { durationText } from "../src/capacity/times";
import { decisionLine, makeAdaptive, noon, spec, state } from "./adaptive-fixture";
import { LoopbackAws } from "./loopback-aws";
import { place } from "./release-fixture";

const hour = 3_600_000;
const now = noon + 3 * hour;
const group = `/aws/lambda/${names(place).capacityFunction}`;

describe("pictor capacity, against an AWS on loopback", () => {
  let aws: LoopbackAws;
  const clients = () => capacityClients({ region: place.region });
  const report = async () => readReport(clients(), place, now);
  const shown = async () => renderReport(await report(), now);

  beforeEach(async () => {
    aws = await LoopbackAws.start();
    makeAdaptive(aws.account, place);
    aws.account.endpoints.set(spec.serverless.name, {
      EndpointStatus: "InService",
      EndpointConfigName: "sl-new",
    });
  });
  afterEach(() => aws.stop());

  it("says who serves, since when and why, with the thresholds, in at most 100 columns", async () => {
    const last = { at: noon, action: "delete", because: "quiet", reason: "r".repeat(200) } as const;
    makeAdaptive(aws.account, place, { state: { last: { ...last, numbers: {} } } });
    const text = await shown();
    expect(text).toContain("mode         serverless since 2026-11-28 12:00 UTC (3 h)");
    expect(text).toMatch(/^why {10}r+$/m);
    expect(text).toContain("pin          none: the controller decides");
    expect(text).toContain("pictor-dev-real-time is absent, it would run rt-new");
    expect(text).toContain("pictor-dev-serverless is InService, runs sl-new");
    for (const { kind, rps } of spec.policy.thresholds) {
      expect(text).toContain(`${kind} from ${rps.toFixed(2)} requests/s on: `);
    }
    expect(text.split("\n").filter((line) => line.length > 100)).toEqual([]);
  });

  it("tells a controller that has not run from one that never switched", async () => {
    makeAdaptive(aws.account, place, { state: { since: 0 } });
    expect(await shown()).toContain("mode         serverless, the controller has not run yet");
    const last = { at: noon, action: "keep", because: "quiet", reason: "r", numbers: {} } as const;
    makeAdaptive(aws.account, place, { state: { since: 0, last } });
    expect(await shown()).toContain("mode         serverless since it was deployed");
  });

  it("shows the last ten decisions that did something or had another cause, newest first", async () => {
    const minute = (index: number) => now - (60 - index) * 60_000;
    aws.account.logs.set(group, [
      ...Array.from({ length: 14 }, (_, index) =>
        decisionLine(minute(index), index === 3 ? "create" : "keep", "cost", `cost ${index}`),
      ),
      ...Array.from({ length: 12 }, (_, index) =>
        decisionLine(minute(20 + index), "keep", index % 2 ? "quiet" : "dwell", `d ${index}`),
      ),
      [minute(40), "START RequestId: 1"],
    ]);
    const { decisions } = await report();
    expect(decisions.map(({ reason }) => reason)).toEqual(
      Array.from({ length: 10 }, (_, index) => `d ${11 - index}`),
    );
    expect(await shown()).toMatch(/decisions {4}2026-11-28 14:31 UTC {2}keep, quiet: d 11$/m);
  });

  it("looks further back for what was done, when nothing has happened for long", async () => {
    aws.account.logs.set(group, [
      decisionLine(now - 72 * hour, "delete", "quiet", "three days ago"),
      decisionLine(now - 71 * hour, "keep", "transition", "not an act"),
      decisionLine(now - 2 * hour, "keep", "quiet", "today"),
    ]);
    expect((await report()).decisions.map(({ reason }) => reason)).toEqual([
      "today",
      "three days ago",
    ]);
  });

  it("warns of a pin that is older than a day, and of no younger one", async () => {
    const pin = (age: number) =>
      makeAdaptive(aws.account, place, { order: { pin: "realTime", pinnedAt: now - age } });
    pin(25 * hour);
    expect((await shown()).replaceAll(/\s+/g, " ")).toContain(
      "pin realTime since 2026-11-27 14:00 UTC (1 d 1 h); more than a day: 'pictor capacity dev --unpin'",
    );
    pin(23 * hour);
    expect(await shown()).not.toContain("--unpin");
  });

  it("names what was rejected and what failed, until somebody allows another try", async () => {
    const memory = {
      ...emptyMemory,
      rejected: [{ at: noon, generation: "rt-new" }],
      backOff: { failures: 2, at: noon, until: now + hour },
    };
    makeAdaptive(aws.account, place, { state: { memory } });
    expect((await shown()).replaceAll(/\s+/g, " ")).toMatch(
      /rt-new was rolled back.*2 creations in a row; the next is tried at 2026-11-28 16:00 UTC/,
    );
    makeAdaptive(aws.account, place, { state: { memory }, order: { retryAt: noon } });
    expect((await report()).rejected).toEqual([]);
  });

  it("says of an environment that is not adaptive what is missing, and what would make it so", async () => {
    aws.account.parameters.clear();
    await expect(report()).rejects.toMatchObject({
      message:
        "'dev' is not adaptive: there is no parameter /pictor/dev/capacity/spec in account 111111111111, eu-central-1",
      hint: expect.stringContaining("adaptive"),
    });
  });

  it("does not take another account's environment of the same name for this one", async () => {
    aws.account.parameterAccount = "999999999999";
    await expect(report()).rejects.toThrow(
      "'dev' is in account 111111111111, these credentials are of account 999999999999",
    );
  });

  it("names the parameter that cannot be read, and what is wrong with it", async () => {
    aws.account.parameters.set("/pictor/dev/capacity/state", '{"schema":2}');
    await expect(report()).rejects.toThrow(/parameter \/pictor\/dev\/capacity\/state .*schema/s);
  });

  it("writes an order that is read again as it was written", async () => {
    const order = { pin: "serverless", pinnedAt: now, retryAt: noon } as const;
    await writeOrder(clients().ssm, place, order);
    expect((await readParameters(clients().ssm, place)).order).toEqual(order);
  });
});

describe("the command line of pictor capacity", () => {
  const run = (...words: string[]) =>
    createProgram()
      .exitOverride()
      .parseAsync(["capacity", "staging", ...words], { from: "user" });

  it("refuses a mode that there is not, and opposites", async () => {
    await expect(run("--pin", "realtime")).rejects.toMatchObject({
      message: expect.stringContaining("did you mean 'realTime'"),
    });
    await expect(run("--pin", "realTime", "--unpin")).rejects.toThrow(
      "--pin and --unpin are opposites",
    );
  });
});

describe("an order", () => {
  const pinned = { pin: "realTime", pinnedAt: 1, retryAt: 2 } as const;

  it("keeps what it does not change", () => {
    expect(changedOrder(pinned, { pin: "none" }, state, now)).toEqual({ retryAt: 2 });
    expect(changedOrder(pinned, { retry: true }, state, now)).toEqual({ ...pinned, retryAt: now });
    expect(changedOrder(pinned, { pin: "serverless" }, state, now)).toEqual({
      pin: "serverless",
      pinnedAt: now,
      retryAt: 2,
    });
    expect(changedOrder({}, { pin: "none" }, state, now)).toEqual({});
  });

  it("is never older than what it allows again, whatever the clock of who orders says", () => {
    const at = fc.integer({ min: 0, max: 2 * now });
    fc.assert(
      fc.property(at, at, at, at, (rejectedAt, failedAt, retiredAt, clock) => {
        const memory = {
          ...emptyMemory,
          rejected: [{ at: rejectedAt, generation: "g" }],
          backOff: { failures: 1, at: failedAt, until: failedAt + 1 },
        };
        const serverless = { rejected: [{ at: rejectedAt + 1, generation: "s" }] };
        const before = { ...state, memory, retiredAt, serverless };
        const { retryAt } = changedOrder({}, { retry: true }, before, clock);
        expect(retryAt).toBeGreaterThanOrEqual(
          Math.max(rejectedAt + 1, failedAt, retiredAt, clock),
        );
      }),
    );
  });
});

describe("a controller's log", () => {
  it("is read with the requests of the newest minute, whether its time is a number or a text", () => {
    const [, line] = decisionLine(noon, "warm", "quiet", "r", [120, null]);
    const expected = { at: noon, action: "warm", because: "quiet", reason: "r", requests: 120 };
    expect(parseDecision(line)).toEqual(expected);
    const text = line.replace(`"at":${noon}`, `"at":"${new Date(noon).toISOString()}"`);
    expect(parseDecision(`prefix\t${text}`)).toEqual(expected);
  });

  it.each(["", "END RequestId: 1", '{"message":"decision"}', '{"message":"other","at":1}', "{"])(
    "is not read of the line %j",
    (line) => expect(parseDecision(line)).toBeUndefined(),
  );

  it("is as short as what changed", () => {
    const at = (index: number, action: "keep" | "create", because: string) => ({
      ...{ at: index, action, because, reason: "r" },
    });
    const all = [at(0, "keep", "a"), at(1, "keep", "a"), at(2, "create", "a"), at(3, "keep", "a")];
    expect(changes(all).map((one) => one.at)).toEqual([0, 2]);
  });
});

describe("a duration", () => {
  it.each([
    [0, "0 min"],
    [59_999, "0 min"],
    [hour, "1 h"],
    [25 * hour + 60_000, "1 d 1 h"],
    [24 * hour + 60_000, "1 d"],
    [hour + 120_000, "1 h 2 min"],
  ])("of %d ms is %s", (milliseconds, text) => expect(durationText(milliseconds)).toBe(text));
});
