import { decide } from "@pictor/capacity";
import { names, type Release } from "@pictor/contracts";
import { code } from "../shared/small-model";
import { AdaptiveRun } from "./adaptive-run";
import { adaptivePolicy } from "./adaptive-stack";
import { coldSeconds, type Minute } from "./timeline";

const place = { environment: "adaptive", accountId: "888888888888", region: "us-east-1" };
const { endpoints, monitoring } = names(place);

/** How long AWS takes, by the local AWS's clock. An update bakes for as long as the service's deployment says. */
const delays = {
  ...{ endpointCreating: 150, endpointUpdating: 90, endpointBaking: 200, endpointTermination: 30 },
  ...{ endpointRollingBack: 30, endpointDeleting: 20, serverlessColdStart: 20 },
};

/**
 * Answers SageMaker's health check, and lets one caller in twenty wait for longer than half of its time. A release that
 * answers errors would soon be called no more: the function's breakers go by the machine's clock, and a run's minutes
 * pass faster.
 */
const badCode = code.replace(
  "    wish = json",
  "    global calls\n    calls = globals().get('calls', 0) + 1\n    if calls % 20 == 0:\n        time.sleep(2)\n    wish = json",
);

interface Call {
  readonly service: string;
  readonly operation: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Requests a minute: far below and far above the rate from which instances pay. */
const trickle = 5;
const load = 200;

describe("an adaptive service, deployed to a local AWS", () => {
  let run: AdaptiveRun;
  let one: Release;
  let three: Release;
  let seven: Release;

  const isServedBy = (kind: string, { answers }: Minute) =>
    answers.length > 0 && answers.every(({ by }) => by === kind);
  const runs = async (name: string) => (await run.describe(name)).EndpointConfigName ?? "";
  const configurations: string[] = [];

  beforeAll(async () => {
    expect(badCode).not.toBe(code);
    run = await AdaptiveRun.start(place, { serverlessColdStart: delays.serverlessColdStart });
    one = await run.publish("one");
    three = await run.publish("three");
    seven = await run.publish("seven__", badCode);
    const { lines } = adaptivePolicy(place, { schema: 1, live: one });
    process.stdout.write(`${lines.join("\n")}\n`);
  });

  afterAll(() => run?.stop());

  it("is applied, and then Terraform has nothing left to do", async () => {
    await run.apply(one);
    await run.hand.change("delays", delays);
    expect(await run.terraform.hasChanges()).toBe(false);
    expect((await run.aws.inventory())["sagemaker.endpoints"]).toEqual([endpoints.serverless]);
  });

  it.each([
    ["the controller's code changes", { code: "c29tZXRoaW5nIGVsc2U=" }],
    ["its construct moves", { path: ["Operations", "Controller"] }],
    ["its construct is renamed", { path: ["Switch"] }],
  ] as const)(
    "plans no deletion of the invocation, which would retire the endpoint, where %s",
    (_, changed) => {
      const changes = run.changes(one, changed);
      expect(changes.length).toBeGreaterThan(0);
      expect(changes.filter((each) => /delete.* aws_lambda_invocation/.test(each))).toEqual([]);
    },
  );

  it("serves a trickle from serverless, whose first answer waits for a container", async () => {
    const minutes = [];
    for (let minute = 0; minute < 3; minute += 1) minutes.push(await run.minute(trickle));
    expect(minutes.every((minute) => isServedBy("serverless", minute))).toBe(true);
    expect(minutes[0]?.answers.some(({ seconds }) => seconds >= coldSeconds)).toBe(true);
    expect(minutes.at(-1)?.answers.every(({ seconds }) => seconds < coldSeconds)).toBe(true);
    expect(minutes.map(({ decision }) => decision.action)).toEqual(["keep", "keep", "keep"]);
  });

  it("creates instances under load, and the router moves to them", async () => {
    await run.until("instances serve", load, (minute) => isServedBy("realTime", minute));
    const created = run.log.decisions.filter(({ action }) => action === "create");
    expect(created.map(({ because }) => because)).toEqual(["cost"]);
    configurations.push(await runs(endpoints.realTime));
  });

  it("registers the scaling of the instances", async () => {
    expect((await run.aws.inventory())["application-autoscaling.targets"]).toEqual([
      `endpoint/${endpoints.realTime}/variant/AllTraffic`,
    ]);
  });

  it("refuses the next release while an endpoint may still run what it would destroy", async () => {
    await run.apply(three, one);
    await run.until("the update begins", load, async () => {
      return (await run.describe(endpoints.realTime)).EndpointStatus === "Updating";
    });
    await expect(run.apply(seven, three)).rejects.toThrow(/still runs a configuration/);
    await run.apply(three, one);
  });

  it("moves to a release under load: instances first, then serverless", async () => {
    const [first = ""] = configurations;
    const serverless = await runs(endpoints.serverless);
    const isServing = async (name: string, before: string) => {
      const { EndpointConfigName, EndpointStatus } = await run.describe(name);
      return EndpointStatus === "InService" && EndpointConfigName !== before;
    };
    await run.until("instances run the release", load, () => isServing(endpoints.realTime, first));
    await run.until("serverless runs it", load, () => isServing(endpoints.serverless, serverless));
    configurations.push(await runs(endpoints.realTime));
    const { answers } = await run.minute(load);
    expect(answers.every(({ release }) => release === three.sha256)).toBe(true);
    expect(await run.terraform.hasChanges()).toBe(false);
  });

  it("rejects a bad release: SageMaker takes it back, the one before serves, no second try", async () => {
    const serverless = await runs(endpoints.serverless);
    await run.meanwhile(load, run.apply(seven, three));
    await run.until(
      "the release is rejected",
      load,
      ({ decision }) => decision.because === "rejected",
    );
    for (let minute = 0; minute < 3; minute += 1) await run.minute(load);
    expect(await runs(endpoints.realTime)).toBe(configurations.at(-1));
    expect(await runs(endpoints.serverless)).toBe(serverless);
    expect(run.minutes.at(-1)?.answers.every(({ release }) => release === three.sha256)).toBe(true);
    const updates = run.log.decisions.filter(({ action }) => action === "update");
    expect(updates).toHaveLength(2);
    expect(await run.hand.alarms()).toContain(`${monitoring}-capacity-rejected`);
  });

  it("warms serverless and deletes the instances when nobody calls, and nothing is published", async () => {
    await run.until("the instances are gone", 0, async () => {
      const { "sagemaker.endpoints": found = [] } = await run.aws.inventory();
      return !found.includes(endpoints.realTime);
    });
    const acts = run.log.decisions.map(({ action }) => action).filter((each) => each !== "keep");
    expect(acts.slice(-2)).toEqual(["warm", "delete"]);
    const [newest] = run.log.decisions.slice(-1);
    const { requests = [], heartbeats = [] } = newest?.observation ?? {};
    expect(requests.slice(0, 3)).toEqual([null, null, null]);
    // The newest may come too late for the tick, here as in AWS.
    expect(heartbeats.slice(0, 3)).toContain(true);
  });

  it("answers the first caller after the switch from a warm container", async () => {
    const { answers } = await run.minute(1);
    expect(answers).toMatchObject([{ status: 200, by: "serverless", release: three.sha256 }]);
    expect(answers[0]?.seconds).toBeLessThan(coldSeconds);
  });

  it("answered every request, and at least 5,000 of them", () => {
    const failed = run.answers.filter(({ status }) => status !== 200);
    const cold = run.answers.filter(({ seconds }) => seconds >= coldSeconds);
    process.stdout.write(
      `${run.answers.length} requests in ${run.minutes.length} minutes: ${failed.length} failed, ${cold.length} waited for a container\n`,
    );
    expect(failed.length).toBe(0);
    expect(run.answers.length).toBeGreaterThanOrEqual(5000);
  });

  it("told people of each switch, and of the rejection", async () => {
    const { calls } = await run.aws.look<{ calls: readonly Call[] }>("requests");
    const subjects = calls
      .filter(({ operation, service }) => service === "sns" && operation === "Publish")
      .map(({ params }) => params.Subject);
    expect(subjects).toEqual(
      ["to instances", "release rejected", "to serverless"].map(
        (what) => `${endpoints.realTime}: ${what}`,
      ),
    );
  });

  it("logged decisions that decide makes again of the same observation", () => {
    const { policy } = adaptivePolicy(place, { schema: 1, live: one });
    const { decisions } = run.log;
    expect(decisions.length).toBeGreaterThan(30);
    for (const { decision, observation } of decisions) {
      const { memory: _, ...again } = decide(observation, policy);
      expect(JSON.parse(JSON.stringify(again))).toEqual(decision);
    }
  });

  it("is destroyed during a tick that would create instances again, and leaves nothing behind", async () => {
    await run.until(
      "instances are created again",
      load,
      ({ decision }) => decision.action === "create",
    );
    await run.destroy();
    expect(await run.end()).toEqual(run.before);
  });

  it("asked AWS only for what its own models allow", async () => {
    expect(await run.aws.look("violations")).toMatchObject({ findings: [], notUnderstood: [] });
  });
});
