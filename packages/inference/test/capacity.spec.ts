import { limits } from "@pictor/contracts";
import type { RealTimeEndpointProps } from "../src";
import { type Built, realTime, serverless, statements } from "./built";
import { release } from "./fixture";

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
    expect(out.only("aws_sagemaker_endpoint").depends_on).toContain(rules[0]);
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

  it("gives one inference every physical core", () => {
    const manifest = { schema: 1, live: release("a") } as const;
    const threads = (instanceType: RealTimeEndpointProps["instanceType"]): unknown => {
      const model = realTime({ instanceType, manifest }).out.only("aws_sagemaker_model");
      return (model.primary_container as { environment: Record<string, string> }).environment
        .OMP_NUM_THREADS;
    };
    expect(threads("ml.m5.large")).toBe("1");
    expect(threads("ml.c5.2xlarge")).toBe("4");
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

  it("refuses one instance where availability is promised", () => {
    const problems = (instanceCount: number, highAvailability: boolean): string[] =>
      realTime({ instanceCount, highAvailability }).endpoint.node.validate();
    expect(problems(2, true)).toEqual([]);
    expect(problems(1, false)).toEqual([]);
    expect(problems(1, true)).toEqual([
      expect.stringMatching(/at least 2, got 1.*highAvailability/),
    ]);
    expect(problems(0, false)).toEqual([expect.stringContaining("at least 1, got 0")]);
    expect(problems(2.5, true)).toHaveLength(1);
  });

  it("is a real-time target", () => {
    expect(realTime().endpoint.target).toEqual({
      name: "pictor-test-endpoint",
      kind: "realTime",
      timeoutMs: limits.timeoutMs.realTime,
    });
  });
});

describe("ServerlessEndpoint", () => {
  it("has neither network, nor isolation, nor a key for volumes: AWS would refuse them", () => {
    const { out } = serverless();
    for (const model of out.resources("aws_sagemaker_model")) {
      expect(model).not.toHaveProperty("vpc_config");
      expect(model).not.toHaveProperty("enable_network_isolation");
    }
    for (const configuration of out.resources("aws_sagemaker_endpoint_configuration")) {
      expect(configuration).not.toHaveProperty("kms_key_arn");
      expect(configuration.production_variants).toEqual([
        expect.objectContaining({
          serverless_config: { memory_size_in_mb: 3072, max_concurrency: 5 },
        }),
      ]);
    }
    expect(statements(out).some(({ Action }) => String(Action).includes("ec2:"))).toBe(false);
  });

  it("refuses a concurrency that SageMaker does not offer", () => {
    for (const maxConcurrency of [0, 201, 1.5]) {
      expect(serverless({ maxConcurrency }).endpoint.node.validate()).toEqual([
        expect.stringContaining(`got ${maxConcurrency}`),
      ]);
    }
    expect(serverless({ maxConcurrency: 200 }).endpoint.node.validate()).toEqual([]);
  });

  it("is a serverless target", () => {
    expect(serverless().endpoint.target).toMatchObject({
      kind: "serverless",
      timeoutMs: limits.timeoutMs.serverless,
    });
  });
});
