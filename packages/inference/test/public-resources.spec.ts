import { join } from "node:path";
import { hiddenMembers, hiddenResources } from "@pictor/testing";
import type { Construct } from "constructs";
import { realTime, serverless } from "./built";

const hidden = new Map(
  ["inference", "network", "storage"].flatMap((name) => [
    ...hiddenMembers(join(__dirname, "..", "..", name)),
  ]),
);
const schedules = [
  { name: "Morning", begins: "cron(0 8 ? * MON-FRI *)", ends: "cron(0 9 ? * MON-FRI *)", min: 2 },
];
const dataCapture = {
  samplingPercent: 10,
  store: { bucketName: "payloads", grantWrite: () => undefined },
};

describe("every resource of an endpoint", () => {
  it.each<[string, Construct]>([
    ["a RealTimeEndpoint", realTime({ schedules, dataCapture }).endpoint],
    [
      "a ServerlessEndpoint",
      serverless({ provisionedConcurrency: { count: 1, schedules } }).endpoint,
    ],
  ])("is reached by public properties of %s", (_, endpoint) => {
    expect(hiddenResources(endpoint, hidden)).toEqual([]);
  });
});
