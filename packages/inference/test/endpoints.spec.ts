import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { limits } from "@pictor/contracts";
import { type Synthesised, synthesise } from "@pictor/testing";
import type { TerraformStack } from "cdktf";
import {
  type InferenceEndpoint,
  RealTimeEndpoint,
  type RealTimeEndpointProps,
  ServerlessEndpoint,
  type ServerlessEndpointProps,
} from "../src";
import { generationsOf } from "../src/generation-list";
import { endpointProps, network, release } from "./fixture";

interface Built<E> {
  readonly endpoint: E;
  readonly out: Synthesised;
}

function build<E>(create: (stack: TerraformStack) => E): Built<E> {
  let endpoint: E | undefined;
  const out = synthesise((stack) => {
    endpoint = create(stack);
  });
  return { endpoint: endpoint as E, out };
}

function realTime(changes: Partial<RealTimeEndpointProps> = {}): Built<RealTimeEndpoint> {
  return build(
    (stack) =>
      new RealTimeEndpoint(stack, "Endpoint", {
        ...endpointProps(stack),
        network: network(stack),
        instanceType: "ml.m5.xlarge",
        instanceCount: 2,
        highAvailability: true,
        ...changes,
      }),
  );
}

function serverless(changes: Partial<ServerlessEndpointProps> = {}): Built<ServerlessEndpoint> {
  return build(
    (stack) =>
      new ServerlessEndpoint(stack, "Endpoint", {
        ...endpointProps(stack),
        memorySizeMb: 3072,
        maxConcurrency: 5,
        ...changes,
      }),
  );
}

const addressesOf = (out: Synthesised): readonly string[] =>
  out.addresses().filter((address) => address.startsWith("aws_sagemaker"));

interface Statement {
  readonly Action: readonly string[] | string;
  readonly Resource: string | readonly string[];
  readonly Condition?: object;
}

function statements(out: Synthesised): Statement[] {
  return out
    .resources("aws_iam_role_policy")
    .flatMap(({ policy }) => JSON.parse(String(policy)).Statement);
}

describe("an endpoint of either kind", () => {
  it("keeps model and configuration of the live and of the previous release", () => {
    for (const { out } of [realTime(), serverless()]) {
      const urls = out
        .resources("aws_sagemaker_model")
        .map((model) => (model.primary_container as { model_data_url: string }).model_data_url);
      expect(urls.sort()).toEqual(["a", "b"].map((digit) => `s3://models/${release(digit).key}`));
      expect(out.resources("aws_sagemaker_endpoint_configuration")).toHaveLength(2);
    }
  });

  it("serves the live release", () => {
    const [live] = generationsOf({ schema: 1, live: release("a") });
    const { out } = realTime();
    expect(out.only("aws_sagemaker_endpoint").endpoint_config_name).toContain(live.id);
  });

  it("leaves what a release is made of where it is when a new release goes live", () => {
    const before = addressesOf(realTime({ manifest: { schema: 1, live: release("a") } }).out);
    const after = addressesOf(
      realTime({ manifest: { schema: 1, live: release("c"), previous: release("a") } }).out,
    );
    expect(after).toEqual(expect.arrayContaining([...before]));
    expect(after).toHaveLength(before.length + 2);
  });

  it("makes the new before it destroys the old, under names that carry all inputs", () => {
    const { out } = realTime();
    for (const type of ["aws_sagemaker_model", "aws_sagemaker_endpoint_configuration"]) {
      for (const resource of out.resources(type)) {
        expect(resource.lifecycle).toEqual({ create_before_destroy: true });
        expect(resource.name).toMatch(/\$\{substr\(sha256\(jsonencode\(/);
      }
    }
    const [model] = out.resources("aws_sagemaker_model");
    for (const input of [
      "aws_subnet",
      "aws_security_group",
      "aws_iam_role",
      "model.tar.gz",
      "dkr.ecr",
      "OMP_NUM_THREADS",
    ]) {
      expect(model?.name).toContain(input);
    }
    const [configuration] = out.resources("aws_sagemaker_endpoint_configuration");
    for (const input of ["aws_sagemaker_model", "ml.m5.xlarge", "key/k"]) {
      expect(configuration?.name).toContain(input);
    }
  });

  it("tells the model server which release and weights it must be", () => {
    const manifest = { schema: 1, live: release("a") } as const;
    for (const { out } of [realTime({ manifest }), serverless({ manifest })]) {
      expect(out.only("aws_sagemaker_model").primary_container).toMatchObject({
        image:
          "763104351884.dkr.ecr.eu-central-1.amazonaws.com/pytorch-inference:2.6.0-cpu-py312-ubuntu22.04-sagemaker",
        environment: {
          PICTOR_RELEASE_SHA256: "a".repeat(64),
          PICTOR_WEIGHTS_SHA256: "f".repeat(64),
          SAGEMAKER_PROGRAM: "inference.py",
          SAGEMAKER_MODEL_SERVER_WORKERS: "1",
          SAGEMAKER_REGION: "eu-central-1",
        },
      });
    }
  });

  it("points an uncompressed release at its prefix", () => {
    const live = release("a", { compression: "none", key: "releases/x" });
    const { out } = serverless({ manifest: { schema: 1, live } });
    expect(out.only("aws_sagemaker_model").primary_container).toMatchObject({
      model_data_source: {
        s3_data_source: [
          { s3_uri: "s3://models/releases/x/", s3_data_type: "S3Prefix", compression_type: "None" },
        ],
      },
    });
  });

  it("waits for the role's policies and its own log group", () => {
    for (const { out } of [realTime(), serverless()]) {
      const depends = out.only("aws_sagemaker_endpoint").depends_on as string[];
      expect(depends.filter((address) => address.startsWith("aws_iam_role_policy"))).toHaveLength(
        2,
      );
      expect(depends).toContainEqual(expect.stringMatching(/^aws_cloudwatch_log_group\.Endpoint_/));
      const [model] = out.resources("aws_sagemaker_model");
      expect(model?.depends_on).toHaveLength(3);
    }
  });

  it("keeps its encrypted log for as long as asked", () => {
    expect(serverless().out.only("aws_cloudwatch_log_group")).toMatchObject({
      name: "/aws/sagemaker/Endpoints/pictor-test-endpoint",
      retention_in_days: 30,
      kms_key_id: "arn:aws:kms:eu-central-1:123456789012:key/k",
    });
  });

  it("runs as a role that only SageMaker of this account can be", () => {
    const trust = JSON.parse(String(serverless().out.only("aws_iam_role").assume_role_policy));
    expect(trust.Statement).toEqual([
      {
        Effect: "Allow",
        Action: "sts:AssumeRole",
        Principal: { Service: "sagemaker.amazonaws.com" },
        Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
      },
    ]);
  });

  it("allows everything only where AWS knows no resources", () => {
    const unbound = statements(realTime().out)
      .filter(({ Resource }) => Resource === "*")
      .flatMap(({ Action }) => Action);
    expect(unbound.filter((action) => !action.startsWith("ec2:Describe"))).toEqual([
      "cloudwatch:PutMetricData",
      "ecr:GetAuthorizationToken",
    ]);
    expect(JSON.stringify(statements(realTime().out))).not.toMatch(/"\w+:\*"/);
  });

  it("lets a role invoke this endpoint and no other", () => {
    const { out } = build((stack) => {
      const endpoint = new ServerlessEndpoint(stack, "Endpoint", {
        ...endpointProps(stack),
        memorySizeMb: 3072,
        maxConcurrency: 5,
      });
      endpoint.grantInvoke(new IamRole(stack, "Caller", { assumeRolePolicy: "{}" }));
    });
    expect(statements(out).filter(({ Action }) => Action === "sagemaker:InvokeEndpoint")).toEqual([
      {
        Effect: "Allow",
        Action: "sagemaker:InvokeEndpoint",
        Resource: "arn:aws:sagemaker:eu-central-1:123456789012:endpoint/pictor-test-endpoint",
      },
    ]);
  });

  it("describes its metrics with every dimension that they are published with", () => {
    const { metrics } = serverless().endpoint;
    for (const metric of Object.values(metrics)) {
      expect(metric).toMatchObject({
        namespace: "AWS/SageMaker",
        dimensions: { EndpointName: "pictor-test-endpoint", VariantName: "AllTraffic" },
      });
    }
    expect(metrics.modelLatency.unit).toBe("Microseconds");
  });

  it("warns of a container without patches, and only then", () => {
    const warnings = (endpoint: InferenceEndpoint & ServerlessEndpoint): string[] =>
      endpoint.node.metadata.filter(({ type }) => type === "@cdktf/warn").map(({ data }) => data);
    expect(warnings(serverless({ today: "2026-06-30" }).endpoint)).toEqual([]);
    expect(warnings(serverless({ today: "2026-07-01" }).endpoint)).toEqual([
      expect.stringMatching(/no patches since 2026-06-30.*'ray-serve-1\.4-cpu'/),
    ]);
  });

  it("refuses a name that its ARN would not have", () => {
    for (const endpointName of ["Pictor", "a--b", "-a", "a".repeat(42)]) {
      expect(serverless({ endpointName }).endpoint.node.validate()).toEqual([
        expect.stringContaining(`'${endpointName}'`),
      ]);
    }
    expect(serverless({ endpointName: "a".repeat(41) }).endpoint.node.validate()).toEqual([]);
  });
});

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
