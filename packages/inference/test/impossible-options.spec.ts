import type {
  DeploymentPolicy,
  OwnContainer,
  RealTimeEndpointProps,
  ScalingPolicy,
  ServerlessEndpointProps,
} from "../src";
import { network } from "./fixture";

const capture = { store: { bucketName: "b", grantWrite: () => undefined }, samplingPercent: 1 };

describe("options that exclude each other", () => {
  // The type check, which the tests begin with, finds an error on each line that says so, or fails.
  it("cannot be written down", () => {
    const policies: readonly DeploymentPolicy[] = [
      // @ts-expect-error no second fleet, so none that could stay for a while
      { kind: "rolling", batchPercent: 50, waitSeconds: 180, terminationWaitSeconds: 60 },
      // @ts-expect-error all at once has no share that goes first
      { kind: "allAtOnce", canaryPercent: 10, waitSeconds: 180 },
      // @ts-expect-error canary has one step, linear has a size of steps
      { kind: "canary", canaryPercent: 10, stepPercent: 10, waitSeconds: 180 },
    ];
    const scaling: readonly ScalingPolicy[] = [
      // @ts-expect-error the target of invocations is computed
      { kind: "invocations", target: 100 },
      // @ts-expect-error the target of concurrency is not
      { kind: "concurrency", safetyFactor: 0.5 },
    ];
    const serverless: readonly Partial<ServerlessEndpointProps>[] = [
      // @ts-expect-error whoever makes one says that it knows
      { acceptsPublicEgress: false },
      // @ts-expect-error in steps of 1024
      { memorySizeMb: 1536 },
      // @ts-expect-error none above
      { memorySizeMb: 7168 },
      // @ts-expect-error no VPC
      { network },
      // @ts-expect-error no data capture
      { dataCapture: capture },
      // @ts-expect-error no instances
      { instances: { min: 1, max: 2 } },
    ];
    const realTime: readonly Partial<RealTimeEndpointProps>[] = [
      // @ts-expect-error not in the table of instance types
      { instanceType: "ml.m99.xlarge" },
      // @ts-expect-error no containers that are warm
      { provisionedConcurrency: { count: 1 } },
    ];
    const containers: readonly OwnContainer[] = [
      // @ts-expect-error one's own image is named whole, by its digest
      { repository: "pictures", tag: "latest", layout: "torchserve", hardware: "cpu" },
    ];
    const refused = [policies, scaling, serverless, realTime, containers].flat();
    expect(refused).toHaveLength(14);
  });
});
