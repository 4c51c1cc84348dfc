import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { names } from "@pictor/contracts";
import {
  type EmittedValue,
  type MetricReference,
  releaseOf,
  replay,
  Synthesised,
} from "@pictor/testing";
import { withoutBeginning } from "./alarm-name";
import { faultsOfBoth, faultsOfRealTime, faultsOfServerless } from "./faults";
import { synthesiseWatchedService } from "./watched-service";

const place = { environment: "both", accountId: "666666666666", region: "us-east-1" };
const { monitoring, endpoints, api } = names(place);
const variant = (EndpointName: string) => ({ EndpointName, VariantName: "AllTraffic" });
const minutes = 20;

const directory = mkdtempSync(join(tmpdir(), "pictor-faults-"));
synthesiseWatchedService(place, {
  outdir: directory,
  release: releaseOf("0"),
  kinds: ["realTime", "serverless"],
});
const stack = new Synthesised(
  readFileSync(join(directory, "stacks", place.environment, "cdk.tf.json"), "utf8"),
);
rmSync(directory, { recursive: true });
const alarms = stack
  .resources("aws_cloudwatch_metric_alarm")
  .filter(({ tags }) => (tags as { Symptom?: string } | undefined)?.Symptom !== undefined);
const nameOf = (alarm: Readonly<Record<string, unknown>>) =>
  withoutBeginning(String(alarm.alarm_name));

/** A fault whose metrics the local AWS does not make: what AWS would publish is written down. */
interface FaultByHand extends MetricReference {
  readonly fault: string;
  /** Why the local AWS does not make them. */
  readonly why: string;
  /** What is published in each minute. */
  readonly values: readonly number[];
  /** Alarms that go off; none of them is critical. */
  readonly rings: readonly string[];
}

const [expectedLog = ""] =
  stack.text().match(/\$\{aws_cloudwatch_log_group\.Predict_Logs_[0-9A-F]{8}\.name\}/) ?? [];
const measured = "it measures the machine that it runs on, which a test does not fill";
const byHand: readonly FaultByHand[] = [
  {
    fault: "SageMaker queues",
    why: "nothing queues before its model servers",
    namespace: "AWS/SageMaker",
    name: "OverheadLatency",
    dimensions: variant(endpoints.realTime),
    values: Array(10).fill(400_000),
    rings: ["real-time-overhead"],
  },
  {
    fault: "the processors of both instances are full",
    why: measured,
    namespace: "/aws/sagemaker/Endpoints",
    name: "CPUUtilization",
    dimensions: variant(endpoints.realTime),
    // One sample of each: an instance alone would be too few.
    values: [380, 380],
    rings: ["real-time-cpu"],
  },
  ...(
    [
      ["real-time", endpoints.realTime],
      ["serverless", endpoints.serverless],
    ] as const
  ).map(([name, endpoint]) => ({
    fault: `a leak of the ${name} endpoint`,
    why: measured,
    namespace: "/aws/sagemaker/Endpoints",
    name: "MemoryUtilization",
    dimensions: variant(endpoint),
    values: [95],
    rings: [`${name}-memory`],
  })),
  {
    fault: "a full disk",
    why: measured,
    namespace: "/aws/sagemaker/Endpoints",
    name: "DiskUtilization",
    dimensions: variant(endpoints.realTime),
    values: [90],
    rings: ["real-time-disk"],
  },
  {
    fault: "the function writes far too much",
    why: "it counts no bytes of logs",
    namespace: "AWS/Logs",
    name: "IncomingBytes",
    // The group is there before the alarm: its name is Terraform's reference to it.
    dimensions: { LogGroupName: expectedLog },
    values: [100_000_000],
    rings: ["predict-log-volume"],
  },
  {
    fault: "an attack is blocked",
    why: "it does not evaluate the firewall's rules",
    namespace: "AWS/WAFV2",
    name: "BlockedRequests",
    dimensions: { WebACL: api, Region: place.region, Rule: "ALL" },
    values: [300],
    rings: ["api-blocked"],
  },
  {
    fault: "workers of the serverless endpoint die",
    why: "their log goes to a file; for the real-time endpoint a test hands it on",
    namespace: `Pictor/${monitoring}`,
    name: "ServerlessWorkerDeaths",
    dimensions: {},
    values: [1],
    rings: ["serverless-worker-deaths"],
  },
];

/** Callers enough that nobody is missed. */
const callers = (at: number): EmittedValue => ({
  namespace: "AWS/ApiGateway",
  name: "Count",
  dimensions: { ApiName: api, Stage: "v1" },
  value: 1,
  at,
});

describe("each fault that the local AWS cannot make raises its alarms, and no critical one", () => {
  it.each(byHand.map((fault) => [fault.fault, fault] as const))("%s", (_, fault) => {
    const emitted = Array.from({ length: minutes }, (_, minute) => [
      ...fault.values.map((value) => ({ ...fault, value, at: 60 * minute })),
      callers(60 * minute),
    ]).flat();
    const ringing = alarms.filter((alarm) =>
      replay(alarm, emitted, 60 * minutes).includes("ALARM"),
    );
    expect(ringing.map(nameOf)).toEqual(fault.rings);
    expect(JSON.stringify(ringing.map(({ tags }) => tags))).not.toContain("critical");
  });
});

describe("the faults, on the local AWS and by hand", () => {
  it("raise every alarm there is, and name none that is not", () => {
    const raised = [...faultsOfRealTime, ...faultsOfServerless, ...faultsOfBoth, ...byHand]
      .flatMap(({ rings }) => rings)
      .map((name) => name.replace("!", ""));
    expect([...new Set(raised)].sort()).toEqual(alarms.map(nameOf).sort());
  });
});
