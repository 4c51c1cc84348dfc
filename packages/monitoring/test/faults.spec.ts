import { type EmittedValue, replay } from "@pictor/testing";
import { build, watchAll } from "./watched";

/** What a service of two targets publishes in a minute of ten requests, by AWS's names. Zeros are published, too. */
interface Minute {
  readonly requests: number;
  /** Of the requests, how many the API answered with 5xx and 4xx. */
  readonly apiServerErrors: number;
  readonly apiClientErrors: number;
  readonly apiLatencyMs: number;
  readonly throttled: number;
  readonly functionErrors: number;
  readonly functionThrottles: number;
  readonly functionMs: number;
  readonly concurrency: number;
  readonly logBytes: number;
  readonly noCapacity: number;
  readonly fallbacks: number;
  readonly breakerOpen: boolean;
  /** Of the requests, how many the first endpoint answered so; those that it did not answer went to the second. */
  readonly modelServerErrors: number;
  readonly modelClientErrors: number;
  readonly modelMicroseconds: number;
  readonly overheadMicroseconds: number;
  readonly cpu: number;
  readonly memory: number;
  readonly disk: number;
  readonly instances: number;
  readonly workerDeaths: number;
  readonly serverlessStartMicroseconds: number;
  readonly serverlessUse: number;
  readonly blocked: number;
  readonly rejected: number;
}

const usual: Minute = {
  requests: 10,
  apiServerErrors: 0,
  apiClientErrors: 0,
  apiLatencyMs: 150,
  throttled: 0,
  functionErrors: 0,
  functionThrottles: 0,
  functionMs: 120,
  concurrency: 3,
  logBytes: 10_000,
  noCapacity: 0,
  fallbacks: 0,
  breakerOpen: false,
  modelServerErrors: 0,
  modelClientErrors: 0,
  modelMicroseconds: 90_000,
  overheadMicroseconds: 4_000,
  cpu: 120,
  memory: 40,
  disk: 20,
  instances: 3,
  workerDeaths: 0,
  serverlessStartMicroseconds: 6_000_000,
  serverlessUse: 0.1,
  blocked: 2,
  rejected: 0,
};
const minutes = 20;

function emit(minute: Minute, at: number): EmittedValue[] {
  const value =
    (namespace: string, dimensions: Record<string, string>) =>
    (name: string, ...values: readonly number[]): EmittedValue[] =>
      values.map((one) => ({ namespace, name, dimensions, value: one, at }));
  const each = (bad: number) =>
    Array.from({ length: minute.requests }, (_, index) => Number(index < bad));
  const of = (one: number) => Array.from({ length: minute.requests }, () => one);
  const api = value("AWS/ApiGateway", { ApiName: "a", Stage: "v1" });
  const lambda = value("AWS/Lambda", { FunctionName: "f" });
  const routing = value("Pictor", { service: "f" });
  const target = value("Pictor", { service: "f", target: "real-time" });
  const first = { EndpointName: "real-time", VariantName: "v" };
  const second = { EndpointName: "serverless", VariantName: "v" };
  const model = value("AWS/SageMaker", first);
  const host = value("/aws/sagemaker/Endpoints", first);
  const serverless = value("AWS/SageMaker", second);
  const log = value("Pictor/pictor-test", {});
  const bad = minute.modelServerErrors + minute.modelClientErrors;
  return [
    ...api("Count", ...of(1)),
    ...api("5XXError", ...each(minute.apiServerErrors)),
    ...api("4XXError", ...each(minute.apiClientErrors)),
    ...api("Latency", ...of(minute.apiLatencyMs)),
    ...log("ApiThrottled", minute.throttled),
    ...lambda("Errors", ...each(minute.functionErrors)),
    ...lambda("Throttles", minute.functionThrottles),
    ...lambda("Duration", ...of(minute.functionMs)),
    ...lambda("ConcurrentExecutions", minute.concurrency),
    ...value("AWS/Logs", { LogGroupName: "/function" })("IncomingBytes", minute.logBytes),
    ...routing("NoCapacity", ...each(minute.noCapacity)),
    ...routing("Fallbacks", ...each(minute.fallbacks)),
    ...target("BreakerOpen", ...of(Number(minute.breakerOpen))),
    ...model("Invocations", ...of(1)),
    ...model("InvocationsPerInstance", ...of(1 / minute.instances)),
    ...model("Invocation5XXErrors", ...each(minute.modelServerErrors)),
    ...model("Invocation4XXErrors", ...each(minute.modelClientErrors)),
    ...model("InvocationModelErrors", ...each(bad)),
    ...model("ModelLatency", ...of(minute.modelMicroseconds)),
    ...model("OverheadLatency", ...of(minute.overheadMicroseconds)),
    ...host("CPUUtilization", minute.cpu),
    ...host("MemoryUtilization", minute.memory),
    ...host("DiskUtilization", minute.disk),
    ...log("RealTimeWorkerDeaths", minute.workerDeaths),
    ...serverless("ModelSetupTime", minute.serverlessStartMicroseconds),
    ...serverless("ServerlessConcurrentExecutionsUtilization", minute.serverlessUse),
    ...value("AWS/WAFV2", { WebACL: "a", Region: "eu-central-1", Rule: "ALL" })(
      "BlockedRequests",
      minute.blocked,
    ),
    ...log("NetworkRejected", minute.rejected),
  ];
}

const all = build(watchAll).resources("aws_cloudwatch_metric_alarm");

/** Alarms that go off in a while of such minutes, by name without the beginning; critical ones with a `!`. */
function ringing(changes: Partial<Minute>): readonly string[] {
  const emitted = Array.from({ length: minutes }, (_, index) =>
    emit({ ...usual, ...changes }, 60 * index),
  ).flat();
  return all
    .filter((alarm) => replay(alarm, emitted, 60 * minutes).includes("ALARM"))
    .map(({ alarm_name, tags }) => {
      const critical = (tags as { Severity: string }).Severity === "critical";
      return `${String(alarm_name).replace("pictor-test-", "")}${critical ? "!" : ""}`;
    });
}

const faults: readonly (readonly [string, Partial<Minute>, readonly string[]])[] = [
  ["nothing is wrong", {}, []],
  [
    "the model fails, and there is no other",
    { modelServerErrors: 10, apiServerErrors: 10 },
    ["api-server-errors!", "real-time-model-errors", "real-time-server-errors!"],
  ],
  [
    "the model fails, and the second endpoint answers",
    { modelServerErrors: 10, fallbacks: 10, breakerOpen: true },
    ["predict-breaker1", "predict-fallbacks", "real-time-model-errors", "real-time-server-errors!"],
  ],
  [
    "one request in twenty fails: not more than that",
    { requests: 20, apiServerErrors: 1, modelServerErrors: 1 },
    [],
  ],
  [
    "a client sends broken pictures",
    { apiClientErrors: 3, modelClientErrors: 1 },
    ["api-client-errors"],
  ],
  [
    "pictures that only the model refuses",
    { apiClientErrors: 5, modelClientErrors: 5 },
    ["api-client-errors", "real-time-client-errors", "real-time-model-errors"],
  ],
  [
    "the model is slow",
    { modelMicroseconds: 900_000, apiLatencyMs: 1000, functionMs: 980 },
    ["real-time-model-latency"],
  ],
  [
    "the model is so slow that callers feel it",
    { modelMicroseconds: 2_900_000, apiLatencyMs: 3000, functionMs: 2980, concurrency: 30 },
    ["api-latency!", "real-time-model-latency"],
  ],
  ["SageMaker queues", { overheadMicroseconds: 400_000 }, ["real-time-overhead"]],
  [
    "the function crashes",
    { functionErrors: 10, apiServerErrors: 10 },
    ["api-server-errors!", "predict-errors!"],
  ],
  [
    "the function is throttled",
    { functionThrottles: 5, apiServerErrors: 5, concurrency: 100 },
    ["api-server-errors!", "predict-concurrency", "predict-throttles!"],
  ],
  ["the function is nearly out of time", { functionMs: 26_000 }, ["predict-duration"]],
  ["the function writes far too much", { logBytes: 100_000_000 }, ["predict-log-volume"]],
  [
    "nothing can take the requests",
    { noCapacity: 10, apiServerErrors: 10 },
    ["api-server-errors!", "predict-no-capacity!"],
  ],
  [
    "callers are throttled",
    { throttled: 5, apiClientErrors: 5 },
    ["api-client-errors", "api-throttled"],
  ],
  ["nobody gets through", { requests: 0 }, ["api-few-requests!"]],
  [
    "far more come than planned",
    { requests: 700, instances: 4 },
    ["api-many-requests", "real-time-all-instances"],
  ],
  ["an instance is lost and not replaced", { instances: 1 }, ["real-time-few-instances"]],
  ["the processors are full", { cpu: 380 }, ["real-time-cpu"]],
  ["a leak", { memory: 95, workerDeaths: 1 }, ["real-time-memory", "real-time-worker-deaths"]],
  ["a full disk", { disk: 90 }, ["real-time-disk"]],
  ["slow cold starts", { serverlessStartMicroseconds: 20_000_000 }, ["serverless-setup-time"]],
  ["serverless capacity is used up", { serverlessUse: 1 }, ["serverless-concurrency"]],
  ["an attack is blocked", { blocked: 300 }, ["api-blocked"]],
  ["somebody knocks at closed doors", { rejected: 50 }, ["network-rejected"]],
];

describe("each fault raises its alarms, and no other critical one", () => {
  it.each(faults)("%s", (_, changes, expected) => {
    expect(ringing(changes)).toEqual([...expected].sort());
  });

  it("every alarm is raised by some fault", () => {
    const raised = new Set(faults.flatMap(([, , expected]) => expected));
    const names = all.map(({ alarm_name, tags }) => {
      const critical = (tags as { Severity: string }).Severity === "critical";
      return `${String(alarm_name).replace("pictor-test-", "")}${critical ? "!" : ""}`;
    });
    // The second endpoint's and its breaker's are those of the first, with other dimensions.
    const twins = names.filter((name) =>
      /^(serverless-(client|server|model|memory|worker)|predict-breaker2)/.test(name),
    );
    expect(names.filter((name) => !raised.has(name))).toEqual(twins);
  });
});
