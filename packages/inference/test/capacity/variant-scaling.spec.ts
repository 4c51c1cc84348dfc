import { SagemakerEndpoint } from "@cdktf/provider-aws/lib/sagemaker-endpoint";
import { TerraformVariable, Token } from "cdktf";
import { type ScheduledMinimum, VariantScaling } from "../../src";
import { build, realTime, realTimeIn, serverless } from "../built";

const office: ScheduledMinimum = {
  name: "Office",
  begins: "cron(0 8 ? * MON-FRI *)",
  ends: "cron(0 18 ? * MON-FRI *)",
  min: 3,
};
const token = Token.asString({ resolve: () => "later" });
const misnamed: [readonly ScheduledMinimum[], string][] = [
  [[office, office], "schedules has the name 'Office' more than once: give each its own"],
  [
    [{ ...office, name: "" }],
    "schedules[0].name must be letters and digits, a letter first, got ''",
  ],
];

describe("autoscaling of instances", () => {
  it("registers the variant with its range, and tracks what the policy says", () => {
    const { out } = realTime({ scaling: { kind: "invocations", scaleOutCooldownSeconds: 30 } });
    const scaled = {
      service_namespace: "sagemaker",
      scalable_dimension: "sagemaker:variant:DesiredInstanceCount",
    };
    const target = out.single("aws_appautoscaling_target");
    expect(target).toMatchObject({ ...scaled, min_capacity: 2, max_capacity: 4 });
    expect(target.resource_id).toMatch(
      /^endpoint\/\$\{aws_sagemaker_endpoint\..*\.name\}\/variant\/AllTraffic$/,
    );
    expect(target).not.toHaveProperty("lifecycle");
    expect(out.single("aws_appautoscaling_policy")).toMatchObject({
      policy_type: "TargetTrackingScaling",
      target_tracking_scaling_policy_configuration: {
        // 8 requests/s assumed for two cores, half of it, by the minute.
        target_value: 240,
        scale_out_cooldown: 30,
        scale_in_cooldown: 300,
      },
    });
  });

  it("is absent where the number is fixed", () => {
    const { endpoint, out } = realTime({ instances: { min: 2, max: 2 } });
    expect(out.addresses().filter((address) => address.includes("appautoscaling"))).toEqual([]);
    expect(endpoint.scaling).toBeUndefined();
  });

  it("raises the minimum for a known peak and lowers it again, and ignores just what that rewrites", () => {
    const { out } = realTime({
      schedules: [
        {
          name: "Office",
          begins: "cron(0 8 ? * MON-FRI *)",
          ends: "cron(0 18 ? * MON-FRI *)",
          timezone: "Europe/Berlin",
          min: 3,
        },
      ],
    });
    expect(out.single("aws_appautoscaling_target").lifecycle).toEqual({
      ignore_changes: ["min_capacity", "max_capacity"],
    });
    expect(
      out
        .resources("aws_appautoscaling_scheduled_action")
        .map(({ name, schedule, timezone, scalable_target_action }) => [
          `${name} ${schedule} ${timezone}`,
          scalable_target_action,
        ]),
    ).toEqual([
      [
        "OfficeBegins cron(0 8 ? * MON-FRI *) Europe/Berlin",
        { min_capacity: "3", max_capacity: "4" },
      ],
      [
        "OfficeEnds cron(0 18 ? * MON-FRI *) Europe/Berlin",
        { min_capacity: "2", max_capacity: "4" },
      ],
    ]);
  });
});

describe("schedules that cannot be told apart by their names", () => {
  const scaling = (schedules: readonly ScheduledMinimum[]) => () =>
    build(
      (stack) =>
        new VariantScaling(stack, "Scaling", {
          endpoint: new SagemakerEndpoint(stack, "Endpoint", { endpointConfigName: "c" }),
          dimension: "sagemaker:variant:DesiredInstanceCount",
          range: { min: 2, max: 4 },
          tracking: undefined,
          schedules,
        }),
    );

  it.each(misnamed)("are refused in words: %j", (schedules, words) => {
    expect(scaling(schedules)).toThrow(words);
  });

  it("are refused where only Terraform knows them, without CDKTF's encoding", () => {
    expect(scaling([{ ...office, name: token }])).toThrow(
      /^schedules\[0\]\.name must be a literal, got a token: scheduled actions are named after it$/,
    );
    expect(() =>
      build((stack) => {
        const { listValue } = new TerraformVariable(stack, "List", { type: "any" });
        return scaling(listValue as never)();
      }),
    ).toThrow(/^schedules must be a list whose items are known at synthesis, got a token/);
  });

  it.each(misnamed)("are one problem among those of the endpoint: %j", (schedules, words) => {
    const { endpoint } = realTime({ schedules, expectedPeakRps: 0 });
    expect(endpoint.node.validate()).toEqual([
      "expectedPeakRps must be above 0 and finite, got 0",
      words,
    ]);
    const provisionedConcurrency = { count: 2, schedules };
    expect(serverless({ provisionedConcurrency }).endpoint.node.validate()).toEqual([words]);
  });

  it("are one problem of the endpoint where they are tokens", () => {
    const { endpoint } = build((stack) =>
      realTimeIn(stack, { schedules: [{ ...office, name: token }] }),
    );
    expect(endpoint.node.validate()).toEqual([
      "schedules[0].name must be a literal, got a token: the number of instances is calculated from it",
    ]);
  });
});
