import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { TerraformOutput } from "cdktf";
import type { ControlledSpec } from "../../src";
import { build, controlled, controlledIn, realTime, statements } from "../built";
import { release } from "../fixture";

const office = {
  name: "Office",
  begins: "cron(0 8 ? * MON-FRI *)",
  ends: "cron(0 18 ? * MON-FRI *)",
  timezone: "Europe/Berlin",
  min: 3,
};

/** Resources by address, as they are written. */
const resourcesOf = (out: ReturnType<typeof controlled>["out"]): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries<Record<string, unknown>>(JSON.parse(out.text()).resource).flatMap(
      ([type, those]) => Object.entries(those).map(([id, one]) => [`${type}.${id}`, one]),
    ),
  );

describe("ControlledRealTimeEndpoint", () => {
  it("makes what a RealTimeEndpoint makes, under the same addresses, but the endpoint and its scaling", () => {
    const [without, whole] = [resourcesOf(controlled().out), resourcesOf(realTime().out)];
    const missing = Object.keys(whole).filter((address) => !(address in without));
    expect(missing.map((address) => address.split(".")[0]).sort()).toEqual([
      "aws_appautoscaling_policy",
      "aws_appautoscaling_target",
      "aws_sagemaker_endpoint",
    ]);
    for (const address of missing) delete whole[address];
    expect(without).toEqual(whole);
  });

  it("specifies the releases by the configurations that Terraform makes of them", () => {
    const { out } = build((stack) => {
      const { spec } = controlledIn(stack);
      new TerraformOutput(stack, "spec", { value: spec, staticId: true });
    });
    const configurations = out
      .addresses()
      .filter((address) => address.startsWith("aws_sagemaker_endpoint_configuration."));
    const { live, previous, variant } = out.output("spec") as ControlledSpec;
    expect(variant).toBe("AllTraffic");
    expect([live.release, previous?.release]).toEqual(
      [release("a"), release("b")].map((one) => one.sha256),
    );
    expect([live.configuration, previous?.configuration].sort()).toEqual(
      configurations.map((address) => `\${${address}.name}`).sort(),
    );
    expect(live.configuration).not.toBe(previous?.configuration);
  });

  it("specifies no previous release where there was none, or it is the live one", () => {
    const live = release("a");
    for (const manifest of [
      { schema: 1, live },
      { schema: 1, live, previous: live },
    ] as const) {
      expect(controlled({ manifest }).endpoint.spec).not.toHaveProperty("previous");
    }
  });

  it("specifies the scaling that a RealTimeEndpoint registers, schedules too", () => {
    const schedules = [office];
    const { scaling } = controlled({ schedules }).endpoint.spec;
    const { out } = realTime({ schedules });
    const [target, policy] = ["target", "policy"].map((name) =>
      out.single(`aws_appautoscaling_${name}`),
    );
    expect(target).toMatchObject({ min_capacity: scaling?.min, max_capacity: scaling?.max });
    expect(policy).toMatchObject({
      name: scaling?.tracking.metric,
      target_tracking_scaling_policy_configuration: {
        target_value: scaling?.tracking.target,
        scale_out_cooldown: scaling?.tracking.scaleOutCooldownSeconds,
        scale_in_cooldown: scaling?.tracking.scaleInCooldownSeconds,
      },
    });
    const actions = out
      .resources("aws_appautoscaling_scheduled_action")
      .map(({ name, schedule, scalable_target_action: action, timezone }) => {
        const { max_capacity, min_capacity } = action as Record<string, string>;
        return { name, schedule, timezone, min: Number(min_capacity), max: Number(max_capacity) };
      });
    expect(scaling?.schedules).toHaveLength(2);
    expect(scaling?.schedules).toEqual(actions);
  });

  it("specifies no scaling where the number of instances is fixed", () => {
    expect(controlled({ instances: { min: 2, max: 2 } }).endpoint.spec).not.toHaveProperty(
      "scaling",
    );
  });

  it.each([
    { kind: "allAtOnce", waitSeconds: 300 },
    { kind: "canary", canaryPercent: 50, waitSeconds: 300, terminationWaitSeconds: 60 },
    { kind: "linear", stepPercent: 25, waitSeconds: 300 },
    { kind: "rolling", batchPercent: 50, waitSeconds: 300 },
  ] as const)("specifies an update of kind $kind in the words of SageMaker's API", (deployment) => {
    const { endpoint, out } = controlled({ deployment });
    const { AutoRollbackConfiguration, BlueGreenUpdatePolicy, RollingUpdatePolicy } =
      endpoint.spec.deployment;
    const size = (Value: number) => ({ Type: "CAPACITY_PERCENT", Value });
    const routing = {
      allAtOnce: { Type: "ALL_AT_ONCE", WaitIntervalInSeconds: 300 },
      canary: { Type: "CANARY", WaitIntervalInSeconds: 300, CanarySize: size(50) },
      linear: { Type: "LINEAR", WaitIntervalInSeconds: 300, LinearStepSize: size(25) },
      rolling: undefined,
    }[deployment.kind];
    expect(BlueGreenUpdatePolicy).toEqual(
      routing && {
        TrafficRoutingConfiguration: routing,
        TerminationWaitInSeconds: deployment.kind === "canary" ? 60 : 0,
        MaximumExecutionTimeoutInSeconds: 3000,
      },
    );
    expect(RollingUpdatePolicy).toEqual(
      deployment.kind === "rolling"
        ? {
            MaximumBatchSize: size(50),
            WaitIntervalInSeconds: 300,
            MaximumExecutionTimeoutInSeconds: 3000,
          }
        : undefined,
    );
    expect(AutoRollbackConfiguration.Alarms.map(({ AlarmName }) => AlarmName).sort()).toEqual(
      out
        .resources("aws_cloudwatch_metric_alarm")
        .map(({ alarm_name }) => alarm_name)
        .sort(),
    );
  });

  it("names everything that must be there before the endpoint, and go after it", () => {
    const { endpoint, out } = build((stack) => {
      const made = controlledIn(stack);
      const before = made.before.map(({ fqn }) => fqn);
      new TerraformOutput(stack, "before", { value: before, staticId: true });
      return made;
    });
    const before = (out.output("before") as string[]).map((reference) => reference.slice(2, -1));
    const whole = realTime().out.single("aws_sagemaker_endpoint").depends_on as string[];
    const models = out.addresses().filter((one) => one.startsWith("aws_sagemaker_model."));
    expect(models).toHaveLength(2);
    expect(before.sort()).toEqual([...whole, ...models].sort());
    expect(endpoint.configurations).toHaveLength(2);
  });

  it("has the description of a RealTimeEndpoint, but belongs to the controller", () => {
    const { deployed, ...rest } = controlled().endpoint.description;
    const terraforms = realTime().endpoint.description;
    expect(deployed).toEqual({
      ...terraforms.deployed,
      owner: "controller",
      configuration: expect.stringContaining("TfToken"),
      instances: {
        ...(terraforms.deployed.kind === "realTime" && terraforms.deployed.instances),
        securityGroupId: expect.stringContaining("TfToken"),
      },
    });
    expect(rest).toEqual({
      kind: "realTime",
      target: terraforms.target,
      metrics: terraforms.metrics,
      size: terraforms.size,
      logGroupName: expect.stringContaining("TfToken"),
    });
  });

  it("lets a role invoke the endpoint, which is not there yet", () => {
    const { endpoint, out } = build((stack) => {
      const made = controlledIn(stack);
      made.grantInvoke(new IamRole(stack, "Caller", { assumeRolePolicy: "{}" }));
      return made;
    });
    expect(
      statements(out).filter(({ Action }) => Action === "sagemaker:InvokeEndpoint"),
    ).toMatchObject([{ Resource: endpoint.arn }]);
  });

  it("refuses what a RealTimeEndpoint refuses", () => {
    const changes = { instances: { min: 1, max: 0 }, expectedPeakRps: 0 };
    const problems = controlled(changes).endpoint.node.validate();
    expect(problems.length).toBeGreaterThan(0);
    expect(problems).toEqual(realTime(changes).endpoint.node.validate());
  });
});
