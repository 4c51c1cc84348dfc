import { realTime } from "./built";

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
