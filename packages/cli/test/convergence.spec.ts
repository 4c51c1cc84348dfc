import { emptyMemory } from "@pictor/capacity";
import { awaitConvergence } from "../src/capacity/await-convergence";
import { capacityClients } from "../src/capacity/clients";
import { type Convergence, convergenceOf } from "../src/capacity/convergence";
import type { EndpointState } from "../src/checks/endpoint/describe";
import { makeAdaptive, noon, spec, state } from "./adaptive-fixture";
import { LoopbackAws } from "./loopback-aws";
import { place } from "./release-fixture";

const inService = (configuration: string): EndpointState => ({
  status: "InService",
  configuration,
});
const at = (
  realTime: EndpointState | undefined,
  serverless: EndpointState | undefined,
  changes: object = {},
): Convergence =>
  convergenceOf({ spec, state: { ...state, ...changes }, order: {} }, { realTime, serverless });

describe("an adaptive environment has come to what was deployed", () => {
  it("where both run it, and where real time is absent because serverless serves", () => {
    expect(at(inService("rt-new"), inService("sl-new"), { mode: "realTime" })).toEqual({
      kind: "converged",
    });
    expect(at(undefined, inService("sl-new"))).toEqual({ kind: "converged" });
  });

  it.each<[EndpointState | undefined, EndpointState | undefined, object, string]>([
    [inService("rt-old"), inService("sl-new"), {}, "real time runs rt-old, not yet rt-new"],
    [
      { status: "Updating", configuration: "rt-old" },
      inService("sl-old"),
      {},
      "real time is Updating; serverless runs sl-old, not yet sl-new",
    ],
    [
      { status: "Failed", configuration: "rt-new", failureReason: "no capacity" },
      inService("sl-new"),
      {},
      "real time is Failed (no capacity)",
    ],
    [
      undefined,
      inService("sl-new"),
      { mode: "realTime" },
      "real time is absent, the controller has not noticed yet",
    ],
    [undefined, undefined, {}, "serverless is absent"],
  ])("but not yet: %#", (realTime, serverless, changes, text) => {
    expect(at(realTime, serverless, changes)).toEqual({ kind: "waiting", text });
  });

  it("and never will where the live release was rolled back, unless somebody allows it again", () => {
    const memory = { ...emptyMemory, rejected: [{ at: noon, generation: "rt-new" }] };
    const found = { realTime: inService("rt-old"), serverless: inService("sl-old") };
    const rejected = { ...state, memory };
    expect(convergenceOf({ spec, state: rejected, order: {} }, found)).toEqual({
      kind: "rejected",
      text: "SageMaker rolled rt-new back; rt-old serves",
    });
    expect(convergenceOf({ spec, state: rejected, order: { retryAt: noon } }, found).kind).toBe(
      "waiting",
    );
    const serverless = { rejected: [{ at: noon, generation: "sl-new" }] };
    expect(convergenceOf({ spec, state: { ...state, serverless }, order: {} }, found)).toEqual({
      kind: "rejected",
      text: "SageMaker rolled sl-new back; sl-old serves",
    });
    const older = { ...emptyMemory, rejected: [{ at: noon, generation: "rt-older" }] };
    expect(convergenceOf({ spec, state: { ...state, memory: older }, order: {} }, found).kind).toBe(
      "waiting",
    );
  });
});

describe("pictor verify --wait, against an AWS on loopback", () => {
  let aws: LoopbackAws;
  const runs = (name: string, EndpointConfigName: string, EndpointStatus = "InService") =>
    aws.account.endpoints.set(name, { EndpointStatus, EndpointConfigName });
  const wait = (limitMs: number, onProgress: (text: string) => void = () => undefined) =>
    awaitConvergence(capacityClients({ region: place.region }), place, {
      ...{ limitMs, intervalMs: 1, onProgress },
    });

  beforeEach(async () => {
    aws = await LoopbackAws.start();
    makeAdaptive(aws.account, place);
    runs(spec.realTime.name, "rt-old");
    runs(spec.serverless.name, "sl-old");
  });
  afterEach(() => aws.stop());

  it("follows the controller step by step, says each once, and returns when both have moved", async () => {
    const steps = [
      () => runs(spec.realTime.name, "rt-old", "Updating"),
      () => runs(spec.realTime.name, "rt-new"),
      () => runs(spec.serverless.name, "sl-new"),
    ];
    const told: string[] = [];
    await wait(60_000, (text) => {
      told.push(text);
      steps.shift()?.();
    });
    expect(told).toEqual([
      "real time runs rt-old, not yet rt-new; serverless runs sl-old, not yet sl-new",
      "real time is Updating; serverless runs sl-old, not yet sl-new",
      "serverless runs sl-old, not yet sl-new",
    ]);
  });

  it("fails as soon as the release is rejected, with both ways on", async () => {
    const rejected = [{ at: noon, generation: "rt-new" }];
    await expect(
      wait(60_000, () =>
        makeAdaptive(aws.account, place, { state: { memory: { ...emptyMemory, rejected } } }),
      ),
    ).rejects.toMatchObject({
      message:
        "the live release of 'dev' was rejected: SageMaker rolled rt-new back; rt-old serves",
      hint: expect.stringMatching(/revert .*releases\/dev\.json.*--retry/),
    });
  });

  it("ends with what is missing when its time is over", async () => {
    await expect(wait(0)).rejects.toThrow(
      "'dev' does not run the deployed release after 0 min: real time runs rt-old",
    );
  });

  it("does not wait for an environment that is not adaptive: its apply did", async () => {
    aws.account.parameters.clear();
    await wait(0);
  });
});
