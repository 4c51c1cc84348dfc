import { limits } from "@pictor/contracts";
import type { RealTimeEndpointProps } from "../../src";
import { provisioningSeconds } from "../../src/deployment/deployment-policy";
import { type Built, realTime, statements, warnings } from "../built";
import { release } from "../fixture";

interface StartTimeouts {
  readonly model_data_download_timeout_in_seconds: number;
  readonly container_startup_health_check_timeout_in_seconds: number;
}

describe("RealTimeEndpoint", () => {
  it("isolates the model in the network's subnets", () => {
    for (const model of realTime().out.resources("aws_sagemaker_model")) {
      expect(model.enable_network_isolation).toBe(true);
      expect((model.vpc_config as { subnets: string[] }).subnets).toHaveLength(2);
    }
  });

  it("lets the instances reach S3 and nothing else", () => {
    const { out } = realTime();
    const rules = out.addresses().filter((address) => address.includes("egress_rule.Endpoint_"));
    expect(rules).toEqual([expect.stringContaining("ToS3")]);
    expect(out.single("aws_sagemaker_endpoint").depends_on).toContain(rules[0]);
  });

  it("encrypts volumes that take a key, and gives none to those that refuse it", () => {
    const key = (instanceType: RealTimeEndpointProps["instanceType"]): unknown[] =>
      realTime({ instanceType })
        .out.resources("aws_sagemaker_endpoint_configuration")
        .map(({ kms_key_arn }) => kms_key_arn);
    expect(key("ml.c6i.xlarge")).toEqual(
      Array(2).fill("arn:aws:kms:eu-central-1:123456789012:key/k"),
    );
    expect(key("ml.m5d.xlarge")).toEqual([undefined, undefined]);
    const grants = (built: Built<unknown>): unknown =>
      statements(built.out).filter(({ Action }) => Action.includes("kms:CreateGrant")).length;
    expect(grants(realTime())).toBe(1);
    expect(grants(realTime({ instanceType: "ml.m5d.xlarge" }))).toBe(0);
  });

  it("gives every physical core a worker with one thread", () => {
    const manifest = { schema: 1, live: release("a") } as const;
    const environment = (instanceType: RealTimeEndpointProps["instanceType"]): unknown => {
      const model = realTime({ instanceType, manifest }).out.single("aws_sagemaker_model");
      return (model.primary_container as { environment: unknown }).environment;
    };
    for (const [type, workers] of [
      ["ml.m5.large", "1"],
      ["ml.c5.2xlarge", "4"],
      ["ml.c6i.4xlarge", "8"],
    ] as const) {
      expect(environment(type)).toMatchObject({
        SAGEMAKER_MODEL_SERVER_WORKERS: workers,
        OMP_NUM_THREADS: "1",
      });
    }
  });

  it("sends a request to the instance with the fewest under way", () => {
    const [configuration] = realTime().out.resources("aws_sagemaker_endpoint_configuration");
    expect(configuration?.production_variants).toMatchObject([
      {
        initial_instance_count: 2,
        routing_config: [{ routing_strategy: "LEAST_OUTSTANDING_REQUESTS" }],
      },
    ]);
  });

  it("gives an instance five minutes to fetch a release and five to answer, and an update the time for both", () => {
    const variants = realTime()
      .out.resources("aws_sagemaker_endpoint_configuration")
      .flatMap(({ production_variants }) => production_variants as readonly StartTimeouts[]);
    expect(variants).toHaveLength(2);
    for (const {
      model_data_download_timeout_in_seconds: fetching,
      container_startup_health_check_timeout_in_seconds: starting,
    } of variants) {
      expect([fetching, starting]).toEqual([300, 300]);
      expect(fetching + starting).toBeLessThanOrEqual(provisioningSeconds);
    }
  });

  it("begins with what the peak needs, which every update sets the number back to", () => {
    const initial = (changes: Partial<RealTimeEndpointProps>): unknown => {
      const [configuration] = realTime(changes).out.resources(
        "aws_sagemaker_endpoint_configuration",
      ) as readonly { production_variants: readonly { initial_instance_count: number }[] }[];
      return configuration?.production_variants[0]?.initial_instance_count;
    };
    expect(initial({ expectedPeakRps: 4 })).toBe(2);
    expect(initial({ expectedPeakRps: 10 })).toBe(3);
    expect(initial({ expectedPeakRps: 1_000 })).toBe(4);
  });

  it("refuses what measured instances cannot carry, and warns where none were measured", () => {
    const row = { target: "ml.m5.xlarge", rps: 5, p50Ms: 90, p99Ms: 200, date: "2026-11-01" };
    const built = (on: "aws" | "local") =>
      realTime({
        expectedPeakRps: 40,
        manifest: { schema: 1, live: release("a", { calibration: [{ ...row, on }] }) },
      });
    expect(built("aws").endpoint.node.validate()).toEqual([
      expect.stringMatching(
        /instances.max 4 is too few for.* 40, which needs 16 instances: 5 requests/,
      ),
    ]);
    expect(built("local").endpoint.node.validate()).toEqual([]);
    expect(warnings(built("local"))).toEqual([
      expect.stringMatching(
        /instances.max 4 is too few for.* 40, which needs 10 instances: 8 .*assumed/,
      ),
    ]);
  });

  it("says that it assumes where nothing was measured", () => {
    expect(warnings(realTime())).toEqual([
      expect.stringMatching(
        /has no calibration.*8 requests\/s are assumed.*to the release's calibration/,
      ),
    ]);
  });

  it("collects all that is wrong with its props", () => {
    const { endpoint } = realTime({
      instances: { min: 1, max: 0 },
      expectedPeakRps: 0,
      scaling: { kind: "concurrency", target: -1 },
      deployment: { kind: "rolling", batchPercent: 2, waitSeconds: 300 },
      dataCapture: { store: { bucketName: "b", grantWrite: () => undefined }, samplingPercent: 0 },
    });
    const problems = endpoint.node.validate().join("\n");
    for (const name of ["instances.min", "instances.max", "expectedPeakRps", "scaling.target"]) {
      expect(problems).toContain(name);
    }
    for (const name of ["deployment.batchPercent", "deployment takes up to", "samplingPercent"]) {
      expect(problems).toContain(name);
    }
  });

  it("adds instances once each worker has a request", () => {
    const { out } = realTime({ instanceType: "ml.c6i.4xlarge" });
    expect(out.single("aws_appautoscaling_policy")).toMatchObject({
      target_tracking_scaling_policy_configuration: { target_value: 8 },
    });
  });

  it("is a real-time target", () => {
    expect(realTime().endpoint.target).toEqual({
      name: "pictor-test-endpoint",
      kind: "realTime",
      timeoutMs: limits.timeoutMs.realTime,
    });
  });
});
