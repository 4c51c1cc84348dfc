import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { limits, modelServer } from "@pictor/contracts";
import type { Synthesised } from "@pictor/testing";
import { TerraformOutput } from "cdktf";
import { ServerlessEndpoint } from "../../src";
import { generationsOf } from "../../src/release/generation-list";
import { build, realTime, serverless, statements } from "../built";
import { endpointProps, release } from "../fixture";

const manifest = { schema: 1, live: release("a") } as const;

const addressesOf = (out: Synthesised): readonly string[] =>
  out.addresses().filter((address) => address.startsWith("aws_sagemaker"));

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
    expect(out.single("aws_sagemaker_endpoint").endpoint_config_name).toContain(live.id);
  });

  it("says what is to be found in AWS: the live configuration, by the name that Terraform gives it", () => {
    const [live] = generationsOf({ schema: 1, live: release("a") });
    expect(serverless().endpoint.description.deployed).toEqual({
      name: "pictor-test-endpoint",
      kind: "serverless",
      configuration: expect.stringContaining("TfToken"),
      capacity: "serverless-3072",
      owner: "terraform",
      scales: false,
      serverless: { maxConcurrency: 5 },
    });
    const { endpoint, out } = build((stack) => {
      const made = new ServerlessEndpoint(stack, "Endpoint", {
        ...endpointProps(stack),
        memorySizeMb: 3072,
        maxConcurrency: 5,
        acceptsPublicEgress: true,
      });
      new TerraformOutput(stack, "deployed", { value: made.description.deployed, staticId: true });
      return made;
    });
    expect(out.output("deployed")).toMatchObject({
      name: endpoint.target.name,
      configuration: expect.stringContaining(live.id),
    });
    expect(realTime().endpoint.description.deployed).toMatchObject({
      capacity: "ml.m5.xlarge",
      owner: "terraform",
      scales: true,
      instances: { type: "ml.m5.xlarge", min: 2, mostWhileUpdating: 8, highAvailability: true },
    });
  });

  it("has a size: most instances with a worker for each core, or most containers", () => {
    expect(realTime().endpoint.size).toEqual({
      kind: "realTime",
      capacity: "ml.m5.xlarge",
      minInstances: 2,
      maxInstances: 4,
      vCpus: 4,
      workers: 2,
      queue: modelServer.queue,
    });
    expect(serverless().endpoint.size).toEqual({
      kind: "serverless",
      capacity: "serverless-3072",
      maxConcurrency: 5,
    });
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
      "aws_sagemaker_prebuilt_ecr_image",
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
    for (const { out } of [realTime({ manifest }), serverless({ manifest })]) {
      expect(out.single("aws_sagemaker_model").primary_container).toMatchObject({
        environment: {
          PICTOR_RELEASE_SHA256: "a".repeat(64),
          PICTOR_WEIGHTS_SHA256: "f".repeat(64),
          SAGEMAKER_PROGRAM: "inference.py",
          SAGEMAKER_REGION: "eu-central-1",
        },
      });
    }
  });

  it("lets the model server's Pythons find what keeps PyTorch unloaded", () => {
    for (const { out } of [realTime({ manifest }), serverless({ manifest })]) {
      const { environment } = out.single("aws_sagemaker_model").primary_container as {
        environment: Record<string, string>;
      };
      expect(environment.PYTHONPATH).toBe("/opt/ml/model/code");
      expect(environment.PYTHONPATH).toBe(environment.SAGEMAKER_SUBMIT_DIRECTORY);
    }
  });

  it.each([
    ["realTime", realTime],
    ["serverless", serverless],
  ] as const)(
    "bounds the queue of a %s model server, and the time of a stuck worker",
    (kind, endpoint) => {
      const { environment } = endpoint({ manifest }).out.single("aws_sagemaker_model")
        .primary_container as { environment: Record<string, string> };
      expect(environment.TS_JOB_QUEUE_SIZE).toBe(String(modelServer.queue));
      // Longer than a caller waits: what is merely late is sooner done than a new worker is there.
      const stuckMs = Number(environment.TS_DEFAULT_RESPONSE_TIMEOUT) * 1000;
      expect(stuckMs).toBeGreaterThan(limits.timeoutMs[kind]);
      expect(stuckMs).toBeLessThan(60_000);
    },
  );

  it("has as long a queue in its server as in its size", () => {
    const { endpoint, out } = realTime({ queueLength: 321, manifest });
    expect(endpoint.size).toMatchObject({ queue: 321 });
    expect(out.single("aws_sagemaker_model").primary_container).toMatchObject({
      environment: { TS_JOB_QUEUE_SIZE: "321" },
    });
  });

  it("points an uncompressed release at its prefix", () => {
    const live = release("a", { compression: "none", key: "releases/x/" });
    const { out } = realTime({ manifest: { schema: 1, live } });
    expect(out.single("aws_sagemaker_model").primary_container).toMatchObject({
      model_data_source: {
        s3_data_source: [
          { s3_uri: "s3://models/releases/x/", s3_data_type: "S3Prefix", compression_type: "None" },
        ],
      },
    });
  });

  it("waits for the role's policies and its own log group", () => {
    for (const { out } of [realTime(), serverless()]) {
      const depends = out.single("aws_sagemaker_endpoint").depends_on as string[];
      expect(depends.filter((address) => address.startsWith("aws_iam_role_policy"))).toHaveLength(
        2,
      );
      expect(depends).toContainEqual(expect.stringMatching(/^aws_cloudwatch_log_group\.Endpoint_/));
      const [model] = out.resources("aws_sagemaker_model");
      expect(model?.depends_on).toHaveLength(3);
    }
  });

  it("waits for every configuration, so that none goes before it has moved", () => {
    for (const { out } of [realTime(), serverless()]) {
      const depends = out.single("aws_sagemaker_endpoint").depends_on as string[];
      const configurations = out
        .addresses()
        .filter((address) => address.startsWith("aws_sagemaker_endpoint_configuration."));
      expect(configurations).toHaveLength(2);
      expect(depends).toEqual(expect.arrayContaining(configurations));
    }
  });

  it("keeps its encrypted log for as long as asked", () => {
    expect(serverless().out.single("aws_cloudwatch_log_group")).toMatchObject({
      name: "/aws/sagemaker/Endpoints/pictor-test-endpoint",
      retention_in_days: 30,
      kms_key_id: "arn:aws:kms:eu-central-1:123456789012:key/k",
    });
  });

  it("runs as a role that only SageMaker of this account can be", () => {
    const trust = JSON.parse(String(serverless().out.single("aws_iam_role").assume_role_policy));
    expect(trust.Statement).toEqual([
      {
        Sid: "OwnAccount",
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
      "logs:DescribeLogGroups",
    ]);
    expect(JSON.stringify(statements(realTime().out))).not.toMatch(/"\w+:\*"/);
  });

  it("limits by conditions what no ARN limits", () => {
    const limited = statements(realTime().out).flatMap(({ Action, Condition }) =>
      Condition === undefined ? [] : [[String(Action), Condition]],
    );
    expect(Object.fromEntries(limited)).toEqual({
      "cloudwatch:PutMetricData": {
        StringLike: { "cloudwatch:namespace": "/aws/sagemaker/*" },
      },
      "kms:CreateGrant": { Bool: { "kms:GrantIsForAWSResource": "true" } },
      "kms:Decrypt": {
        StringEquals: {
          "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::models",
          "kms:ViaService": "s3.eu-central-1.amazonaws.com",
        },
      },
      "s3:ListBucket": { StringLike: { "s3:prefix": "releases/*" } },
    });
  });

  it("lets a role invoke this endpoint and no other", () => {
    const { out } = build((stack) => {
      const endpoint = new ServerlessEndpoint(stack, "Endpoint", {
        ...endpointProps(stack),
        memorySizeMb: 3072,
        maxConcurrency: 5,
        acceptsPublicEgress: true,
      });
      endpoint.grantInvoke(new IamRole(stack, "Caller", { assumeRolePolicy: "{}" }));
    });
    expect(statements(out).filter(({ Action }) => Action === "sagemaker:InvokeEndpoint")).toEqual([
      {
        Sid: "Invoke",
        Effect: "Allow",
        Action: "sagemaker:InvokeEndpoint",
        Resource: "arn:aws:sagemaker:eu-central-1:123456789012:endpoint/pictor-test-endpoint",
      },
    ]);
  });

  it("describes its metrics with every dimension that they are published with", () => {
    const { metrics } = serverless().endpoint;
    const { kind, ...described } = metrics;
    expect(kind).toBe("serverless");
    for (const metric of Object.values(described)) {
      expect(metric).toMatchObject({
        namespace:
          metric.name === "MemoryUtilization" ? "/aws/sagemaker/Endpoints" : "AWS/SageMaker",
        dimensions: { EndpointName: "pictor-test-endpoint", VariantName: "AllTraffic" },
      });
    }
    expect(metrics.modelLatency.unit).toBe("Microseconds");
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
