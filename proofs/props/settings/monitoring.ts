import { apiMetrics } from "@pictor/api";
import {
  brandOf,
  capacityMetrics,
  firewallMetrics,
  machineMetrics,
  metricsOf,
  routingMetrics,
} from "@pictor/contracts";
import { functionMetrics } from "@pictor/function";
import { endpointMetrics } from "@pictor/inference";
import {
  Monitoring,
  type MonitoringProps,
  type WatchedApi,
  type WatchedEndpoint,
  type WatchedFunction,
  type WatchedJobs,
  type WatchedNetwork,
} from "@pictor/monitoring";
import type { TerraformStack } from "cdktf";
import { encryptionKey, place, type Setting, type Settings } from "./setting";

const props: MonitoringProps = { ...place, name: "brushtail", encryptionKey };

const watchedIn = (stack: TerraformStack): WatchedFunction => ({
  metrics: {
    ...functionMetrics("galah"),
    duration: metricsOf("Birds", { Kind: "galah" })("Flight", "Count"),
  },
  timeoutMs: 27_100,
  reservedConcurrency: 89,
  routing: routingMetrics("galah", ["budgie", "corella"], brandOf(stack)),
  firstTargetExists: metricsOf("Birds", { Kind: "budgie" })("Hatched", "Count"),
  logGroupName: "/aws/lambda/galah",
});
const api: WatchedApi = {
  metrics: apiMetrics("kookaburra", "v9"),
  firewall: firewallMetrics("kookaburra", "eu-central-1"),
  accessLogGroupName: "/kookaburra/access",
  leastRequestsPerMinute: 53,
  expectedPeakRps: 43,
};
const latency = { milliseconds: 137, reason: "No galah waits longer", calibrated: false };
const realTime: WatchedEndpoint = {
  endpointName: "bilby",
  metrics: endpointMetrics("realTime", "bilby"),
  logGroupName: "/aws/sagemaker/bilby",
  redundant: true,
  latency,
  vcpus: 13,
  instances: { min: 3, max: 7 },
  comesAndGoes: true,
};
const serverless: WatchedEndpoint = {
  endpointName: "bilby",
  metrics: endpointMetrics("serverless", "bilby"),
  logGroupName: "/aws/sagemaker/bilby",
  redundant: true,
  latency,
};
const machine = "arn:aws:states:eu-central-1:271828182845:stateMachine:echidna";
const jobs: WatchedJobs = { metrics: machineMetrics(machine) };

const watchIn =
  <Given>(
    givenIn: (stack: TerraformStack) => Given,
    use: (monitoring: Monitoring, given: Given) => void,
  ): Setting =>
  (stack, change) => {
    use(new Monitoring(stack, "Monitoring", props), change(givenIn(stack)));
  };

const watch = <Given>(given: Given, use: (monitoring: Monitoring, given: Given) => void): Setting =>
  watchIn(() => given, use);

const endpoint = (one: WatchedEndpoint): Setting =>
  watch({ id: "Bilby", endpoint: one }, (monitoring, given) => {
    monitoring.watchEndpoint(given.id, given.endpoint);
  });

export const monitoringSettings: Settings = {
  Monitoring: [
    (stack, change) => {
      const full: MonitoringProps = {
        ...props,
        subscriptions: [
          { kind: "email", address: "wombat@example.com", severity: "critical", id: "Wombat" },
          { kind: "email", address: "quoll@example.com", severity: "critical" },
          {
            kind: "https",
            url: "https://numbat.example.com/hook",
            severity: "warning",
            id: "Numbat",
          },
          {
            kind: "queue",
            arn: "arn:aws:sqs:eu-central-1:271828182845:tickets",
            severity: "warning",
            id: "Tickets",
          },
        ],
        chats: [
          { teamId: "T0QUOKKA1", channelId: "C0QUOKKA2", severity: "critical" },
          { teamId: "T0QUOKKA1", channelId: "C0QUOKKA3", severity: "warning" },
        ],
        dashboard: true,
        objectives: { availability: 0.9973, latency: { milliseconds: 863, share: 0.983 } },
        runbookUrl: "https://runbook.example.com/read",
        budget: { monthlyUsd: 617.5, onlyTagged: { key: "mob", value: "roos" } },
        alarms: {
          GalahErrors: { kind: "off", reason: "Galahs err" },
          GalahDuration: {
            kind: "retuned",
            reason: "Galahs are slow",
            threshold: 19_037,
            datapointsToAlarm: 4,
            evaluationPeriods: 6,
            severity: "warning",
          },
        },
      };
      new Monitoring(stack, "Subject", change(full))
        .watchFunction("Galah", watchedIn(stack))
        .watchApi("Kooka", api);
    },
  ],
  "Monitoring.addBudget": [
    watch(
      { limit: { monthlyUsd: 617.5, onlyTagged: { key: "mob", value: "roos" } } },
      (monitoring, given) => {
        monitoring.addBudget(given.limit);
      },
    ),
  ],
  "Monitoring.watchApi": [
    watch({ id: "Kooka", api }, (monitoring, given) => {
      monitoring.watchApi(given.id, given.api);
    }),
  ],
  "Monitoring.watchFunction": [
    watchIn(
      (stack) => ({ id: "Galah", watched: watchedIn(stack) }),
      (monitoring, given) => {
        monitoring.watchFunction(given.id, given.watched);
      },
    ),
  ],
  "Monitoring.watchEndpoint": [endpoint(realTime), endpoint(serverless)],
  "Monitoring.watchCapacity": [
    watchIn(
      (stack) => ({ id: "Quoll", capacity: { metrics: capacityMetrics("quoll", brandOf(stack)) } }),
      (monitoring, given) => {
        monitoring.watchCapacity(given.id, given.capacity);
      },
    ),
  ],
  "Monitoring.watchBatch": [
    watch({ id: "Echidna", jobs }, (monitoring, given) => {
      monitoring.watchBatch(given.id, given.jobs);
    }),
  ],
  "Monitoring.watchTraining": [
    watch({ id: "Echidna", jobs }, (monitoring, given) => {
      monitoring.watchTraining(given.id, given.jobs);
    }),
  ],
  "Monitoring.watchNetwork": [
    watch<{ id: string; "{ flowLogGroupName }": WatchedNetwork }>(
      { id: "Burrow", "{ flowLogGroupName }": { flowLogGroupName: "/burrow/flow" } },
      (monitoring, given) => {
        monitoring.watchNetwork(given.id, given["{ flowLogGroupName }"]);
      },
    ),
  ],
};
