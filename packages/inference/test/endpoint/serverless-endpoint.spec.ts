import { limits } from "@pictor/contracts";
import { TerraformVariable } from "cdktf";
import { ServerlessEndpoint } from "../../src";
import { build, serverless, statements } from "../built";
import { endpointProps, release } from "../fixture";

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

  it("runs as a role that reads releases, pulls one image, writes one log, and may nothing else", () => {
    const { out } = serverless({ manifest: { schema: 1, live: release("a") } });
    const allowed = statements(out).map(({ Action, Resource }) => [
      [Action].flat().join(" "),
      ...[Resource].flat().map((arn) => arn.replace(/\$\{[^}]*\}/, "<registry>")),
    ]);
    const group =
      "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/sagemaker/Endpoints/pictor-test-endpoint";
    expect(allowed.sort()).toEqual([
      ["cloudwatch:PutMetricData", "*"],
      [
        "ecr:BatchCheckLayerAvailability ecr:BatchGetImage ecr:GetDownloadUrlForLayer",
        "arn:aws:ecr:eu-central-1:<registry>:repository/pytorch-inference",
      ],
      ["ecr:GetAuthorizationToken", "*"],
      ["kms:Decrypt", "arn:aws:kms:eu-central-1:123456789012:key/k"],
      ["logs:CreateLogStream logs:DescribeLogStreams logs:PutLogEvents", group, `${group}:*`],
      ["s3:GetObject", "arn:aws:s3:::models/releases/*"],
      ["s3:ListBucket", "arn:aws:s3:::models"],
    ]);
  });

  it("lets its model server write its logs to the only place that it may write to", () => {
    const { out } = serverless();
    for (const model of out.resources("aws_sagemaker_model")) {
      expect(model.primary_container).toMatchObject({
        environment: { LOG_LOCATION: "/tmp/logs", METRICS_LOCATION: "/tmp/logs" },
      });
    }
  });

  it("refuses a concurrency that SageMaker does not offer", () => {
    for (const maxConcurrency of [0, 201, 1.5]) {
      expect(serverless({ maxConcurrency }).endpoint.node.validate()).toEqual([
        expect.stringContaining(`got ${maxConcurrency}`),
      ]);
    }
    expect(serverless({ maxConcurrency: 200 }).endpoint.node.validate()).toEqual([]);
  });

  it("refuses uncompressed releases, which AWS would: the live one and the one to roll back to", () => {
    const [gzip, none] = [release("a"), release("b", { compression: "none", key: "releases/b/" })];
    const problems = (live: typeof gzip, previous: typeof gzip): string[] =>
      serverless({ manifest: { schema: 1, live, previous } }).endpoint.node.validate();
    expect(problems(gzip, gzip)).toEqual([]);
    expect(problems(none, gzip)).toEqual([expect.stringContaining("live release is uncompressed")]);
    expect(problems(gzip, none)).toEqual([
      expect.stringContaining("previous release is uncompressed"),
    ]);
  });

  it("keeps containers warm as asked, more of them for a known peak", () => {
    const schedules = [
      { name: "Fair", begins: "at(2026-12-01T08:00:00)", ends: "at(2026-12-01T20:00:00)", min: 4 },
    ];
    const { out } = serverless({ provisionedConcurrency: { count: 2, schedules } });
    const [configuration] = out.resources("aws_sagemaker_endpoint_configuration");
    expect(configuration?.production_variants).toMatchObject([
      { serverless_config: { provisioned_concurrency: 2 } },
    ]);
    expect(out.single("aws_appautoscaling_target")).toMatchObject({
      scalable_dimension: "sagemaker:variant:DesiredProvisionedConcurrency",
      min_capacity: 2,
      max_capacity: 5,
      lifecycle: { ignore_changes: ["min_capacity", "max_capacity"] },
    });
    expect(out.resources("aws_appautoscaling_policy")).toEqual([]);
    expect(out.resources("aws_appautoscaling_scheduled_action")).toHaveLength(2);
  });

  it("keeps no more containers warm than may serve", () => {
    const problems = (count: number): string[] =>
      serverless({ provisionedConcurrency: { count } }).endpoint.node.validate();
    expect(problems(5)).toEqual([]);
    expect(problems(6)).toEqual([expect.stringContaining("from 1 to 5, got 6")]);
  });

  it("is left on the configuration that a capacity controller gave it", () => {
    const lifecycleOf = (controlled: boolean): unknown =>
      serverless({ controlled }).out.single("aws_sagemaker_endpoint").lifecycle;
    expect(lifecycleOf(true)).toEqual({ ignore_changes: ["endpoint_config_name"] });
    expect(lifecycleOf(false)).not.toHaveProperty("ignore_changes");
    expect(lifecycleOf(false)).toHaveProperty("postcondition");
    expect(serverless({ controlled: true }).endpoint.description.deployed.owner).toBe("terraform");
  });

  it("keeps the configurations of both releases until a capacity controller has moved it", () => {
    const { out } = serverless({ controlled: true });
    const configurations = out
      .addresses()
      .filter((address) => address.startsWith("aws_sagemaker_endpoint_configuration."));
    expect(configurations).toHaveLength(2);
    expect(out.single("aws_sagemaker_endpoint").depends_on).toEqual(
      expect.arrayContaining(configurations),
    );
  });

  it("is a serverless target", () => {
    expect(serverless().endpoint.target).toMatchObject({
      kind: "serverless",
      timeoutMs: limits.timeoutMs.serverless,
    });
  });
});

describe("the sizes of a ServerlessEndpoint", () => {
  it.each([
    [
      { memorySizeMb: 3000 as 3072 },
      "memorySizeMb must be one of 1024, 2048, 3072, 4096, 5120, 6144, got 3000",
    ],
    [{ maxConcurrency: 201 }, "maxConcurrency must be a whole number from 1 to 200, got 201"],
    [{ maxConcurrency: 1.5 }, "maxConcurrency must be a whole number from 1 to 200, got 1.5"],
  ])("are refused in words: %j", (changes, words) => {
    expect(serverless(changes).endpoint.node.validate()).toEqual([words]);
  });

  it("are refused by name where only Terraform knows them", () => {
    const { endpoint } = build((stack) => {
      const { numberValue } = new TerraformVariable(stack, "Number", { type: "number" });
      return new ServerlessEndpoint(stack, "Endpoint", {
        ...endpointProps(stack),
        memorySizeMb: numberValue as 3072,
        maxConcurrency: numberValue,
        provisionedConcurrency: { count: numberValue },
        acceptsPublicEgress: true,
      });
    });
    expect(endpoint.node.validate()).toEqual(
      ["maxConcurrency", "memorySizeMb", "provisionedConcurrency.count"].map(
        (name) => `${name} must be a literal, got a token: the endpoint's capacity follows from it`,
      ),
    );
  });
});
