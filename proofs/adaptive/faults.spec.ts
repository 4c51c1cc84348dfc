import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { names, type Release } from "@pictor/contracts";
import type { Answer } from "../shared/caller";
import { processesWith } from "../shared/processes";
import { AdaptiveRun } from "./adaptive-run";
import { type FaultRow, tableOf } from "./fault-table";
import type { Minute } from "./timeline";

const place = { environment: "faulty", accountId: "888888888888", region: "us-east-1" };
const { capacityParameters, endpoints, monitoring } = names(place);
const delays = {
  ...{ endpointCreating: 90, endpointUpdating: 30, endpointBaking: 90, endpointTermination: 10 },
  ...{ endpointRollingBack: 20, endpointDeleting: 10, endpointSystemUpdating: 240 },
  serverlessColdStart: 1,
};
const load = 200;

/** The controller's calls while instances come. A tick that is killed tells nobody, so it never gets to SNS. */
const calls = [
  ["ssm", "GetParameters"],
  ["sagemaker", "DescribeEndpoint"],
  ["cloudwatch", "GetMetricData"],
  ["cloudwatch", "DescribeAlarms"],
  ["ssm", "GetParameter"],
  ["ssm", "PutParameter"],
  ["sagemaker", "CreateEndpoint"],
  ["application-autoscaling", "DescribeScalableTargets"],
  ["application-autoscaling", "RegisterScalableTarget"],
  ["application-autoscaling", "DescribeScalingPolicies"],
  ["application-autoscaling", "PutScalingPolicy"],
  ["application-autoscaling", "DescribeScheduledActions"],
] as const;
const callsOfLeaving = [
  ["application-autoscaling", "DeregisterScalableTarget"],
  ["sagemaker", "DeleteEndpoint"],
] as const;

interface Fault {
  readonly operation: string;
  /** How many requests are left that it hits. */
  readonly times: number;
}

interface Call {
  readonly service: string;
  readonly operation: string;
  readonly status: number;
}

describe("an adaptive service, deployed to a local AWS that fails", () => {
  let run: AdaptiveRun;
  let one: Release;
  let three: Release;
  const rows: FaultRow[] = [];
  const rung = new Set<string>();
  let from = { minute: 0, line: 0 };
  /** Alarms that rang already when the fault began, and have not been silent since. */
  let before: readonly string[] = [];

  const fault = (service: string, operation: string, kind: string, more: object = {}) =>
    run.hand.change("faults", { service, operation, kind, ...more });
  const heal = () => run.hand.change("faults", {}, "DELETE");
  /** Looks which of the controller's alarms went off since the fault began. */
  const look = async () => {
    const ringing = await alarms();
    before = before.filter((name) => ringing.includes(name));
    for (const name of ringing) if (!before.includes(name)) rung.add(name);
  };
  const alarms = async () => {
    const prefix = `${monitoring}-capacity-`;
    const all = await run.hand.alarms();
    return all.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
  };
  const minutes = async (count: number, requests: number): Promise<void> => {
    for (let minute = 0; minute < count; minute += 1) {
      await run.minute(requests);
      await look();
    }
  };
  const until = (what: string, requests: number, isSo: (minute: Minute) => unknown) =>
    run.until(what, requests, async (minute) => {
      await look();
      return Boolean(await isSo(minute));
    });
  const status = async () => {
    const { "sagemaker.endpoints": found = [] } = await run.aws.inventory();
    if (!found.includes(endpoints.realTime)) return "Absent";
    return (await run.describe(endpoints.realTime)).EndpointStatus;
  };
  const requested = async (operation: string): Promise<readonly Call[]> => {
    const { calls: all } = await run.aws.look<{ calls: readonly Call[] }>("requests");
    return all.filter((call) => call.operation === operation);
  };
  const order = async (pin?: "realTime" | "serverless") => {
    const pinnedAt = Math.round((await run.hand.now()) * 1000);
    await new SSMClient(run.aws.client).send(
      new PutParameterCommand({
        Name: capacityParameters.pin,
        Value: JSON.stringify(pin === undefined ? {} : { pin, pinnedAt }),
        Overwrite: true,
      }),
    );
  };

  const begin = async () => {
    before = await alarms();
    from = { minute: run.minutes.length, line: run.log.decisions.length };
    rung.clear();
  };
  /** Ends a fault: its row of the table. */
  const end = (what: string, others: readonly Answer[] = []): FaultRow => {
    const counted = run.minutes.slice(from.minute).flatMap((each) => each.answers);
    const answers = [...others, ...counted];
    const row = {
      fault: what,
      acts: run.log.decisions
        .slice(from.line)
        .map(({ action }) => action)
        .filter((action) => action !== "keep"),
      alarms: [...rung].sort(),
      requests: answers.length,
      failed: answers.filter((each) => each.status !== 200).length,
    };
    rows.push(row);
    return row;
  };

  beforeAll(async () => {
    run = await AdaptiveRun.start(place, { serverlessColdStart: 1 });
    one = await run.publish("one");
    three = await run.publish("three");
    await run.apply(one);
    await run.hand.change("delays", { ...delays, serverlessIdle: 36_000 });
    // A heartbeat for each minute that a decision looks at.
    await minutes(4, 5);
  });

  beforeEach(begin);

  afterAll(async () => {
    process.stdout.write(`\n${tableOf(rows)}\n`);
    await run?.stop();
  });

  it("creation fails twice: refused, then Failed; serverless serves, and the third succeeds", async () => {
    await fault("sagemaker", "CreateEndpoint", "error", {
      ...{ status: 400, code: "ResourceLimitExceeded", times: 1 },
    });
    await until("the creation is refused", load, ({ decision }) => decision.action === "create");
    await run.withdraw(one);
    await until("the endpoint is Failed and deleted", load, ({ decision, others }) =>
      [decision, ...others].some(({ because }) => because === "failed"),
    );
    await run.putBack(one);
    await until("instances are in service", load, async () => (await status()) === "InService");
    await until("the alarm is silent", load, async () => {
      const ringing = await run.hand.alarms();
      return !ringing.includes(`${monitoring}-capacity-creation-failed`);
    });
    expect(end("creation fails twice")).toMatchObject({
      acts: ["create", "create", "delete", "create"],
      alarms: ["creation-failed"],
      failed: 0,
    });
  });

  it("the real-time server hangs: serverless answers every request", async () => {
    const servers = processesWith(`/endpoints/${endpoints.realTime}-`);
    expect(servers.length).toBeGreaterThan(1);
    for (const { pid } of servers) process.kill(pid, "SIGSTOP");
    try {
      await minutes(3, 40);
    } finally {
      for (const { pid } of servers) process.kill(pid, "SIGCONT");
    }
    const answers = run.minutes.slice(from.minute).flatMap((each) => each.answers);
    expect(answers.every(({ by }) => by === "serverless")).toBe(true);
    expect(end("real-time server hangs")).toMatchObject({ acts: [], alarms: [], failed: 0 });
    // Its requests come back: the next fault begins with a service at rest.
    await minutes(3, load);
  });

  it("UpdateEndpoint is throttled: the next tick asks again, and no release is lost or rejected", async () => {
    await fault("sagemaker", "UpdateEndpoint", "throttling", { times: 3 });
    await run.meanwhile(load, run.apply(three, one));
    await until("the release serves", load, async ({ answers }) =>
      answers.every(({ by, release }) => by !== "realTime" || release === three.sha256),
    );
    await until("the update is over", load, async () => (await status()) === "InService");
    const { acts, ...row } = end("UpdateEndpoint throttled");
    expect(acts).toEqual(["update", "update"]);
    expect(row).toMatchObject({ alarms: [], failed: 0 });
    const { EndpointConfigName } = await run.describe(endpoints.realTime);
    expect((await requested("UpdateEndpoint")).filter((call) => call.status === 400)).toHaveLength(
      3,
    );
    expect(EndpointConfigName).toBe(run.log.decisions.at(-1)?.observation.spec.live.configuration);
  });

  it("metrics are missing, and so is the heartbeat: nothing is deleted, and an alarm says so", async () => {
    await fault("cloudwatch", "GetMetricData", "error", { status: 500 });
    await run.blindly("the alarm rings", 0, async (minute) => {
      await look();
      return minute === 8;
    });
    expect(await status()).toBe("InService");
    await heal();
    const { decision } = await run.minute(0);
    expect(decision).toMatchObject({ action: "keep", because: "unknown" });
    expect(end("metrics missing without heartbeat")).toMatchObject({
      acts: [],
      alarms: ["no-heartbeat"],
    });
  });

  it("it is to be deleted while Creating: it waits until it may", async () => {
    await order("serverless");
    await until("the instances are gone", 0, async () => (await status()) === "Absent");
    await order("realTime");
    await until("instances are created", 0, async () => (await status()) === "Creating");
    await order("serverless");
    const passed = await until("they are gone", 0, async () => (await status()) === "Absent");
    expect(passed.some(({ decision }) => decision.because === "transition")).toBe(true);
    expect((await requested("DeleteEndpoint")).filter((call) => call.status !== 200)).toEqual([]);
    expect(end("delete while Creating").acts.filter((act) => act !== "warm")).toEqual([
      ...["delete", "create", "delete"],
    ]);
    await order();
  });

  it("the controller is killed after each of its calls in turn: one endpoint comes, and goes", async () => {
    const created = (await requested("CreateEndpoint")).length;
    const asked = (await run.aws.look<{ calls: readonly Call[] }>("requests")).calls.length;
    await order("realTime");
    for (const [service, operation] of calls)
      await fault(service, operation, "death", { times: 1 });
    const come = await run.blindly("instances serve and scale", 5, async () => {
      // Not by DescribeEndpoint: it would take the fault that waits for the controller.
      const { calls: all } = await run.aws.look<{ calls: readonly Call[] }>("requests");
      return all.slice(asked).some(({ operation }) => operation === "DescribeScheduledActions");
    });
    expect((await requested("CreateEndpoint")).length - created).toBe(1);
    await order("serverless");
    for (const [service, operation] of callsOfLeaving) {
      await fault(service, operation, "death", { times: 1 });
    }
    const gone = async () => {
      const { "sagemaker.endpoints": found = [] } = await run.aws.inventory();
      return !found.includes(endpoints.realTime);
    };
    const go = await run.blindly("the instances are gone", 5, gone);
    const left = await run.aws.look<readonly Fault[]>("faults");
    expect(left.filter(({ times }) => times > 0).map(({ operation }) => operation)).toEqual([]);
    await heal();
    await order();
    await until("ticks come through again", 5, () => true);
    expect(end("controller killed after each call", [...come, ...go])).toMatchObject({ failed: 0 });
  });

  it("it is destroyed while SystemUpdating: the destroy waits, and leaves nothing billed behind", async () => {
    await order("realTime");
    await until("instances serve", 5, async () => (await status()) === "InService");
    await run.hand.change(`endpoints/${endpoints.realTime}`, { event: "system-update" });
    await minutes(1, 5);
    expect(run.minutes.at(-1)?.decision).toMatchObject({ action: "keep", because: "trouble" });
    await run.destroy();
    const row = end("destroy while SystemUpdating");
    expect(row).toMatchObject({ failed: 0 });
    expect(await run.end()).toEqual(run.before);
  });

  it("asked AWS only for what its own models allow", async () => {
    expect(await run.aws.look("violations")).toMatchObject({ findings: [], notUnderstood: [] });
  });
});
