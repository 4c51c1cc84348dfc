import { join } from "node:path";
import type { CapacityPolicy, CapacitySpec, CapacityState } from "@pictor/capacity";
import { defaultRules, emptyMemory } from "@pictor/capacity";
import { capacityStateSchema } from "@pictor/capacity/schemas";
import { routingMetrics } from "@pictor/contracts";
import { lambdaAsset } from "@pictor/function";
import { FunctionProcess, type Invoked } from "@pictor/testing";
import { FakeAws } from "./fake/aws";
import { parameters, releases } from "./stack";

export const minute = 60_000;
/** A Monday at noon. */
export const noon: number = Date.UTC(2026, 0, 5, 12);
/** Requests a minute at which one instance costs what serverless does. */
export const even = 100;
export const realTime = "pictures-real-time";
export const serverless = "pictures-serverless";
const topicArn = "arn:aws:sns:us-east-1:123456789012:pictures-notify";
const functionName = "pictures-capacity";
const { requests } = routingMetrics("pictures-predict", []);

/** A policy that decides within minutes. */
const policy: CapacityPolicy = {
  ...defaultRules,
  outAfterMinutes: { cost: 2, capacity: 2, latency: 2 },
  inAfterMinutes: 2,
  minimumDwellMinutes: { realTime: 1, serverless: 1 },
  provisioningMinutes: 2,
  backOffMinutes: { first: 2, most: 8 },
  thresholds: [{ kind: "cost", rps: even / 60, arithmetic: "100 a minute" }],
  prices: {
    ...{ serverlessUsdPerRequest: 1e-5, realTimeUsdPerRequest: 0, instanceUsdPerHour: 0.06 },
    ...{ plannedRps: 50, throughputRps: 100, minInstances: 1, maxInstances: 4 },
  },
  serverless: { latencyMs: 100, maxConcurrency: 20 },
};

/** A spec whose releases are named by a letter: `a` is the first. */
export function specOf(live: string, previous?: string): CapacitySpec {
  const generation = (kind: string, id: string) => ({
    configuration: `${kind}-${id}`,
    release: id === "a" ? releases.previous : releases.live,
  });
  const of = (kind: string) => ({
    variant: "AllTraffic",
    live: generation(kind, live),
    ...(previous !== undefined && { previous: generation(kind, previous) }),
  });
  return {
    schema: 1,
    realTime: {
      ...of("rt"),
      name: realTime,
      tags: { Environment: "staging" },
      scaling: {
        min: 1,
        max: 4,
        tracking: {
          ...{ metric: "SageMakerVariantInvocationsPerInstance", target: 100 },
          ...{ scaleInCooldownSeconds: 300, scaleOutCooldownSeconds: 60 },
        },
        schedules: [
          { name: "Morning", schedule: "cron(0 8 ? * MON-FRI *)", timezone: "UTC", min: 2, max: 4 },
        ],
      },
      deployment: {
        BlueGreenUpdatePolicy: {
          TrafficRoutingConfiguration: { Type: "ALL_AT_ONCE", WaitIntervalInSeconds: 180 },
          TerminationWaitInSeconds: 0,
          MaximumExecutionTimeoutInSeconds: 3000,
        },
        AutoRollbackConfiguration: { Alarms: [{ AlarmName: "rollback" }] },
      },
    },
    serverless: { ...of("sl"), name: serverless },
    policy,
    protected: false,
  };
}

type ControlProcess = FunctionProcess<unknown, unknown>;

/** The deployed bundle and an AWS around it, minute by minute. */
export class World {
  public readonly aws: FakeAws = new FakeAws(noon);
  /** Requests of each minute. */
  public rate = 0;
  /** What Terraform would find destroyed under a running endpoint; empty if nothing. */
  public readonly violations: string[] = [];
  private process: ControlProcess | undefined;
  private url = "";
  private read = 0;
  private started = 0;
  private constructor(private readonly brand: string | undefined) {}

  /** Begins with serverless on a release, as Terraform creates it. */
  public static async start(spec: CapacitySpec = specOf("a"), brand?: string): Promise<World> {
    const world = new World(brand);
    world.url = await world.aws.start();
    for (const kind of ["rt", "sl"]) {
      for (const id of ["a", "b", "c"]) {
        world.aws.sageMaker.configurations.set(`${kind}-${id}`, "ml.c5.large");
      }
    }
    world.aws.sageMaker.endpoints.set(serverless, {
      ...{ status: "InService", configuration: spec.serverless.live.configuration },
      ...{ modifiedAt: noon - 60 * minute, instances: 0 },
    });
    world.spec = spec;
    world.state = {
      ...{ schema: 1, memory: emptyMemory, mode: "serverless", since: 0, running: [] },
    };
    world.write("pin", {});
    const { after } = world.aws;
    world.aws.after = (call, index) => {
      if (["CreateEndpoint", "UpdateEndpoint"].includes(call.operation)) world.check();
      return after(call, index);
    };
    return world;
  }

  public get spec(): CapacitySpec {
    return JSON.parse(this.aws.parameters.get(parameters.spec) ?? "");
  }

  public set spec(spec: CapacitySpec) {
    this.write("spec", spec);
  }

  public get state(): CapacityState {
    return JSON.parse(this.aws.parameters.get(parameters.state) ?? "");
  }

  public set state(state: CapacityState) {
    this.write("state", state);
  }

  public write(name: keyof typeof parameters, value: unknown): void {
    this.aws.parameters.set(parameters[name], JSON.stringify(value));
  }

  /** A minute: its requests are counted, then the schedule calls the controller. */
  public async tick(): Promise<Invoked<unknown>> {
    this.pass();
    return this.invoke(this.scheduled());
  }

  /** Lets minutes pass with ticks. */
  public async minutes(count: number): Promise<void> {
    for (let each = 0; each < count; each += 1) await this.tick();
  }

  /** Lets a minute pass without a tick. */
  public pass(): void {
    this.aws.cloudWatch.add(requests.name, this.aws.now, this.rate);
    this.aws.now += minute;
    this.aws.sageMaker.settle();
    this.check();
  }

  /** The event of the schedule at this time. */
  public scheduled(at = this.aws.now): unknown {
    return { kind: "tick", at: new Date(at).toISOString() };
  }

  /** Calls the function, and has CloudWatch take the metrics that it wrote. */
  public async invoke(event: unknown, remainingMs = 300_000): Promise<Invoked<unknown>> {
    const process = await this.running();
    const invoked = await process.invoke(event, remainingMs);
    if (invoked.thrown === undefined || process.alive) await this.collect(process);
    return invoked;
  }

  /** The last decision that was logged. */
  public async decision(): Promise<Record<string, unknown>> {
    const lines = (this.process?.output ?? "")
      .split("\n")
      .filter((each) => /"decision"/.test(each));
    return JSON.parse(lines.at(-1) ?? "{}");
  }

  /** Kills the function's process, as Lambda may at any time. */
  public async kill(): Promise<void> {
    const { process } = this;
    this.process = undefined;
    this.aws.accessKey = "";
    this.read = 0;
    await process?.stop();
  }

  /** An endpoint as SageMaker has it now. */
  public endpoint(name = realTime) {
    return this.aws.sageMaker.endpoints.get(name);
  }

  /** Changes that were asked for after the first ones, in order. */
  public changesSince(count: number): readonly string[] {
    return this.aws.changes().slice(count);
  }

  /** Lets minutes pass until instances serve and scale. */
  public async reachInstances(): Promise<void> {
    // What serverless cost above instances is paid by a longer stay: little of it.
    this.rate = 1.2 * even;
    for (let each = 0; each < 20; each += 1) {
      if (this.endpoint()?.status === "InService" && this.aws.scaling.actions.size > 0) return;
      await this.minutes(1);
    }
    throw new Error(`after 20 minutes ${realTime} is ${this.endpoint()?.status ?? "absent"}`);
  }

  /** Stops, and expects that Terraform would have found nothing destroyed, and a state that can be read. */
  public async finish(): Promise<void> {
    await this.stop();
    expect(this.violations).toEqual([]);
    expect(capacityStateSchema.safeParse(this.state).error).toBeUndefined();
  }

  public async stop(): Promise<void> {
    await this.kill();
    await this.aws.stop();
  }

  /** Every configuration that an endpoint runs or is under way to is in the state that Terraform reads. */
  private check(): void {
    const { running } = this.state;
    for (const [name, { aim, configuration, status }] of this.aws.sageMaker.endpoints) {
      // Terraform made the serverless endpoint before the first tick.
      if (name === serverless && running.length === 0) continue;
      for (const each of [configuration, ...(aim === undefined ? [] : [aim])]) {
        if (!running.includes(each)) {
          this.violations.push(`${name} (${status}) uses ${each}, running is ${running.join()}`);
        }
      }
    }
  }

  private async running(): Promise<ControlProcess> {
    if (this.process !== undefined) return this.process;
    this.started += 1;
    this.aws.accessKey = `process${this.started}`;
    this.process = await FunctionProcess.start(lambdaAsset(join(__dirname, ".."), "control").path, {
      AWS_ENDPOINT_URL: this.url,
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: this.aws.accessKey,
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_LAMBDA_FUNCTION_NAME: functionName,
      CONTROL: JSON.stringify({ parameters, requests, topicArn, brand: this.brand }),
    });
    return this.process;
  }

  private async collect(process: ControlProcess): Promise<void> {
    // Standard output is a pipe: what was written before the answer may come after it.
    await new Promise((resolve) => setImmediate(resolve));
    const lines = process.output.split("\n").slice(0, -1);
    for (const line of lines.slice(this.read)) {
      if (!line.includes('"_aws"')) continue;
      const document = JSON.parse(line);
      for (const { Metrics, Namespace } of document._aws.CloudWatchMetrics) {
        for (const { Name } of Metrics) {
          this.emitted.push({
            ...{ namespace: Namespace, name: Name },
            ...{ value: document[Name], at: this.aws.now },
          });
          this.aws.cloudWatch.add(Name, this.aws.now, document[Name]);
        }
      }
    }
    this.read = lines.length;
  }

  /** Metrics that the controller published, in order. */
  public readonly emitted: {
    readonly namespace: string;
    readonly name: string;
    readonly value: number;
    readonly at: number;
  }[] = [];
}
