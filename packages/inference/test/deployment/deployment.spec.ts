import type { RealTimeEndpointProps } from "../../src";
import { realTime, statements } from "../built";

describe("a deployment", () => {
  const config = (deployment: RealTimeEndpointProps["deployment"]): unknown =>
    realTime({ deployment }).out.single("aws_sagemaker_endpoint").deployment_config;

  it("shifts traffic as its policy says, and SageMaker gives up before the provider does", () => {
    expect(config({ kind: "canary", canaryPercent: 20, waitSeconds: 300 })).toMatchObject({
      blue_green_update_policy: {
        maximum_execution_timeout_in_seconds: 3000,
        termination_wait_in_seconds: 0,
        traffic_routing_configuration: {
          type: "CANARY",
          wait_interval_in_seconds: 300,
          canary_size: { type: "CAPACITY_PERCENT", value: 20 },
        },
      },
    });
    expect(config({ kind: "linear", stepPercent: 25, waitSeconds: 180 })).toMatchObject({
      blue_green_update_policy: {
        traffic_routing_configuration: {
          type: "LINEAR",
          linear_step_size: { type: "CAPACITY_PERCENT", value: 25 },
        },
      },
    });
    expect(
      config({ kind: "allAtOnce", waitSeconds: 180, terminationWaitSeconds: 60 }),
    ).toMatchObject({
      blue_green_update_policy: {
        termination_wait_in_seconds: 60,
        traffic_routing_configuration: { type: "ALL_AT_ONCE" },
      },
    });
    expect(config({ kind: "rolling", batchPercent: 50, waitSeconds: 180 })).toMatchObject({
      rolling_update_policy: {
        maximum_batch_size: { type: "CAPACITY_PERCENT", value: 50 },
        wait_interval_in_seconds: 180,
      },
    });
  });

  it("is taken back by alarms on this endpoint, which its role may read, and no others", () => {
    const { out } = realTime();
    const alarms = out.resources("aws_cloudwatch_metric_alarm");
    expect(alarms.map(({ metric_name }) => metric_name)).toEqual([
      "ModelLatency",
      "InvocationModelErrors",
      "Invocation5XXErrors",
    ]);
    for (const alarm of alarms) {
      expect(alarm).toMatchObject({
        namespace: "AWS/SageMaker",
        dimensions: { EndpointName: "pictor-test-endpoint", VariantName: "AllTraffic" },
        treat_missing_data: "notBreaching",
      });
      expect(alarm).not.toHaveProperty("alarm_actions");
    }
    const names = alarms.map(({ alarm_name }) => alarm_name as string);
    const { auto_rollback_configuration } = out.single("aws_sagemaker_endpoint")
      .deployment_config as {
      auto_rollback_configuration: { alarms: readonly { alarm_name: string }[] };
    };
    const watched = auto_rollback_configuration.alarms.map(({ alarm_name }) => alarm_name);
    expect(watched.sort()).toEqual([...names].sort());
    const [readable] = statements(out)
      .filter(({ Action }) => String(Action).includes("Alarms"))
      .map(({ Resource }) => Resource as string[]);
    expect([...(readable ?? [])].sort()).toEqual(
      [...names].sort().map((name) => `arn:aws:cloudwatch:eu-central-1:123456789012:alarm:${name}`),
    );
    const endpoint = out.single("aws_sagemaker_endpoint").depends_on as string[];
    expect(endpoint.filter((one) => one.startsWith("aws_cloudwatch_metric_alarm."))).toHaveLength(
      3,
    );
  });

  it("says how many instances it needs meanwhile, and which quota must allow them", () => {
    const info = (deployment: RealTimeEndpointProps["deployment"]): string[] =>
      realTime({ deployment })
        .endpoint.node.metadata.filter(({ type }) => type === "@cdktf/info")
        .map(({ data }) => data);
    expect(info({ kind: "allAtOnce", waitSeconds: 180 })).toEqual([
      expect.stringMatching(/up to 8 instances: quota 'ml.m5.xlarge for endpoint usage'/),
    ]);
    expect(info({ kind: "rolling", batchPercent: 50, waitSeconds: 180 })).toEqual([
      expect.stringContaining("up to 6 instances"),
    ]);
  });

  it("that SageMaker took back fails the apply", () => {
    const { lifecycle, endpoint_config_name } = realTime().out.single("aws_sagemaker_endpoint") as {
      lifecycle: { postcondition: readonly { condition: string; error_message: string }[] };
      endpoint_config_name: string;
    };
    const name = endpoint_config_name.slice(2, -1);
    expect(lifecycle.postcondition).toEqual([
      {
        condition: `\${(self.endpoint_config_name == ${name})}`,
        error_message: expect.stringContaining("rolled the update of endpoint"),
      },
    ]);
  });
});
