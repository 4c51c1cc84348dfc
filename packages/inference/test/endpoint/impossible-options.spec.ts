import type {
  DeploymentPolicy,
  EndpointProps,
  OwnContainer,
  RealTimeEndpointProps,
  ScalingPolicy,
  ServerlessEndpointProps,
} from "../../src";

/** `true` where two types are the same; no value is of the other. */
type Same<One, Other> = [One] extends [Other] ? ([Other] extends [One] ? true : never) : never;
type Deployment<Kind> = keyof Extract<DeploymentPolicy, { kind: Kind }>;
type Scaling<Kind> = keyof Extract<ScalingPolicy, { kind: Kind }>;
type Waits = "kind" | "waitSeconds";
type Cooldowns = "kind" | "scaleOutCooldownSeconds" | "scaleInCooldownSeconds";

// The type check, which the tests begin with, fails where one of these is not so.
const holds: {
  aRollingUpdateHasNoFleetThatStays: Same<Deployment<"rolling">, Waits | "batchPercent">;
  allAtOnceHasNoShares: Same<Deployment<"allAtOnce">, Waits | "terminationWaitSeconds">;
  canaryHasOneShare: Same<Deployment<"canary">, Waits | "terminationWaitSeconds" | "canaryPercent">;
  linearHasStepsOnly: Same<Deployment<"linear">, Waits | "terminationWaitSeconds" | "stepPercent">;
  theTargetOfInvocationsIsComputed: Same<Scaling<"invocations">, Cooldowns | "safetyFactor">;
  theTargetOfConcurrencyIsNot: Same<Scaling<"concurrency">, Cooldowns | "target">;
  nothingOfInstancesIsServerless: Same<
    keyof ServerlessEndpointProps & keyof RealTimeEndpointProps,
    keyof EndpointProps
  >;
  whoeverIsServerlessSaysThatItKnows: Same<ServerlessEndpointProps["acceptsPublicEgress"], true>;
  serverlessMemoryComesInSteps: Same<
    ServerlessEndpointProps["memorySizeMb"],
    1024 | 2048 | 3072 | 4096 | 5120 | 6144
  >;
  instanceTypesAreThoseOfTheTable: Same<
    Extract<"ml.m99.xlarge", RealTimeEndpointProps["instanceType"]>,
    never
  >;
  anOwnImageIsNamedWhole: Same<keyof OwnContainer, "image" | "layout" | "hardware" | "endOfPatch">;
} = {
  aRollingUpdateHasNoFleetThatStays: true,
  allAtOnceHasNoShares: true,
  canaryHasOneShare: true,
  linearHasStepsOnly: true,
  theTargetOfInvocationsIsComputed: true,
  theTargetOfConcurrencyIsNot: true,
  nothingOfInstancesIsServerless: true,
  whoeverIsServerlessSaysThatItKnows: true,
  serverlessMemoryComesInSteps: true,
  instanceTypesAreThoseOfTheTable: true,
  anOwnImageIsNamedWhole: true,
};

describe("options that exclude each other", () => {
  it.each(Object.entries(holds))("cannot be written down: %s", (_, so) => {
    expect(so).toBe(true);
  });
});
