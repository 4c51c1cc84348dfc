import { names } from "@pictor/contracts";
import { localClient, type Run } from "@pictor/local";
import { observeCapacity } from "../src/status/observe-capacity";
import { renderStatus, type Status } from "../src/status/status";
import { decisionLine, makeAdaptive, noon, spec } from "./adaptive-fixture";
import { LoopbackAws } from "./loopback-aws";
import { place } from "./release-fixture";

const minute = 60_000;

describe("who serves a local run", () => {
  let aws: LoopbackAws;
  const observe = (since = 0) => {
    const credentials = { accessKeyId: "k", secretAccessKey: "s" };
    const url = process.env.AWS_ENDPOINT_URL ?? "";
    return observeCapacity(
      place as Run,
      localClient({ url, credentials, region: place.region }),
      since,
    );
  };

  beforeEach(async () => {
    aws = await LoopbackAws.start();
  });
  afterEach(() => aws.stop());

  it("is not asked where the environment is not adaptive", async () => {
    expect(await observe()).toBeUndefined();
  });

  it("is told with the rate of each minute that the controller saw, and what it decided", async () => {
    makeAdaptive(aws.account, place, { order: { pin: "serverless", pinnedAt: noon } });
    aws.account.logs.set(`/aws/lambda/${names(place).capacityFunction}`, [
      decisionLine(noon - 60 * minute, "create", "cost", "long ago"),
      decisionLine(noon, "keep", "quiet", "first", [120]),
      decisionLine(noon + minute, "keep", "quiet", "again", [null, 3]),
      decisionLine(noon + 2 * minute, "create", "cost", "rise", [600]),
    ]);
    expect(await observe(noon)).toEqual({
      mode: "serverless",
      since: noon,
      pin: "serverless",
      thresholds: spec.policy.thresholds.map(({ kind, rps }) => ({ kind, rps })),
      rates: [
        { at: noon - 2 * minute, rps: 2 },
        { at: noon, rps: 10 },
      ],
      decisions: [
        { at: noon + 2 * minute, action: "create", because: "cost", reason: "rise" },
        { at: noon, action: "keep", because: "quiet", reason: "first" },
      ],
    });
  });

  it("is a line of the status, with an endpoint that is absent because it is not needed", () => {
    const status: Status = {
      kind: "running",
      environment: "dev",
      localAws: "u",
      page: "p",
      logs: "l",
      stacks: [],
      service: {
        apiUrl: "a",
        release: "0".repeat(64),
        endpoints: [{ name: "rt", kind: "realTime", status: "absent" }],
        alarms: [],
        requests: { total: 0, byStatus: {}, byServer: {} },
        capacity: {
          mode: "serverless",
          since: noon,
          pin: "serverless",
          thresholds: [],
          rates: [],
          decisions: [{ at: noon, action: "keep", because: "pin", reason: "an order" }],
        },
      },
    };
    expect(renderStatus(status)).toContain(
      "capacity     serverless since 2026-11-28 12:00 UTC, pinned to serverless, pin: an order",
    );
    expect(renderStatus(status)).toContain("endpoint     rt: absent, served 0");
  });
});
