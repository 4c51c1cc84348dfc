import { estimate, readResources, trafficOf } from "../../src";
import { ref } from "../stack";

const idle = trafficOf({ requestsPerMonth: 0, imageBytes: 0 });
const usd = (json: unknown, options = {}) =>
  estimate(readResources(json, options), idle).usd.expected;

const variants = [
  { instance_type: "ml.c5.large", initial_instance_count: 2, volume_size_in_gb: 5 },
];
const twoInstances = 2 * 0.102 * 730 + 2 * 5 * 0.14;

/** `terraform show -json` of a plan, shortened: an endpoint in a module, whose configuration's name is not known yet. */
const plan = {
  format_version: "1.2",
  variables: { region: { value: "us-east-1" } },
  planned_values: {
    root_module: {
      resources: [
        { address: "data.aws_region.here", mode: "data", type: "aws_region", values: {} },
        {
          address: "aws_vpc_endpoint.runtime",
          mode: "managed",
          type: "aws_vpc_endpoint",
          values: {
            vpc_endpoint_type: "Interface",
            service_name: "x",
            tags_all: { Environment: "prod" },
          },
        },
      ],
      child_modules: [
        {
          address: "module.model[0]",
          resources: [
            {
              address: 'module.model[0].aws_sagemaker_endpoint.this["a"]',
              mode: "managed",
              type: "aws_sagemaker_endpoint",
              values: { name: "e" },
            },
            {
              address: "module.model[0].aws_sagemaker_endpoint_configuration.this",
              mode: "managed",
              type: "aws_sagemaker_endpoint_configuration",
              values: { production_variants: variants },
            },
          ],
        },
      ],
    },
  },
  resource_changes: [
    {
      address: 'module.model[0].aws_sagemaker_endpoint.this["a"]',
      change: { actions: ["create"], after_unknown: { arn: true, endpoint_config_name: true } },
    },
    {
      address: "aws_vpc_endpoint.runtime",
      change: { actions: ["create"], after_unknown: { subnet_ids: true } },
    },
  ],
  configuration: {
    provider_config: {
      aws: { name: "aws", expressions: { region: { references: ["var.region"] } } },
    },
    root_module: {
      resources: [
        {
          address: "aws_vpc_endpoint.runtime",
          provider_config_key: "aws",
          expressions: {
            subnet_ids: {
              references: ["aws_subnet.a.id", "aws_subnet.a", "aws_subnet.b.id", "aws_subnet.b"],
            },
          },
        },
      ],
      module_calls: {
        model: {
          module: {
            resources: [
              {
                address: "aws_sagemaker_endpoint.this",
                provider_config_key: "aws",
                expressions: {
                  endpoint_config_name: {
                    references: [
                      "aws_sagemaker_endpoint_configuration.this.name",
                      "aws_sagemaker_endpoint_configuration.this",
                    ],
                  },
                },
              },
              { address: "aws_sagemaker_endpoint_configuration.this", provider_config_key: "aws" },
            ],
          },
        },
      },
    },
  },
};

describe("a plan", () => {
  it("is priced with modules, references instead of names, and the region of a variable", () => {
    expect(usd(plan)).toBeCloseTo(twoInstances + 14.6);
  });

  it("tells environments apart by their tag", () => {
    const environments = readResources(plan).map(({ environment }) => environment);
    expect(environments).toEqual(["prod", undefined, undefined]);
    expect(
      readResources(plan, { environment: "qa" }).map(({ environment }) => environment),
    ).toEqual(["qa", "qa", "qa"]);
  });

  it("names what only the apply finds out, instead of guessing it", () => {
    const unknown = structuredClone(plan);
    unknown.configuration.root_module.resources = [];
    expect(estimate(readResources(unknown, { region: "us-east-1" }), idle).unpriced).toMatchObject([
      { item: "aws_vpc_endpoint", reason: "subnet_ids is known only after apply" },
    ]);
    const nested = structuredClone(plan);
    nested.resource_changes.push({
      address: "module.model[0].aws_sagemaker_endpoint_configuration.this",
      change: {
        actions: ["create"],
        after_unknown: { production_variants: [{ instance_type: true }] } as never,
      },
    });
    expect(estimate(readResources(nested), idle).unpriced).toMatchObject([
      { reason: "instance_type is known only after apply" },
    ]);
  });

  it("of a format that is not known is refused", () => {
    expect(() => readResources({ ...plan, format_version: "2.0" })).toThrow(
      'the plan has format_version "2.0", and only 0.x and 1.x are known',
    );
  });
});

describe("a state", () => {
  const endpoint = {
    name: "e",
    endpoint_config_name: "c",
    arn: "arn:aws:sagemaker:us-east-1:1:endpoint/e",
  };
  const configuration = {
    name: "c",
    arn: "arn:aws:sagemaker:us-east-1:1:endpoint-config/c",
    production_variants: variants,
  };

  it("of a file of version 4 is priced by names and the regions of ARNs", () => {
    const managed = (type: string, attributes: object) => ({
      mode: "managed",
      type,
      name: "this",
      instances: [{ attributes }, { attributes: {}, deposed: "gone" }],
    });
    const state = {
      version: 4,
      resources: [
        managed("aws_sagemaker_endpoint", endpoint),
        managed("aws_sagemaker_endpoint_configuration", configuration),
        managed("aws_appautoscaling_target", {
          resource_id: "endpoint/e/variant/AllTraffic",
          scalable_dimension: "sagemaker:variant:DesiredInstanceCount",
          min_capacity: 2,
          max_capacity: 4,
        }),
        { ...managed("aws_kms_key", {}), mode: "data" },
      ],
    };
    // Neither data sources nor what was deposed and waits for its end.
    expect(readResources(state)).toHaveLength(3);
    expect(estimate(readResources(state), idle).usd.max).toBeCloseTo(2 * twoInstances);
    expect(usd(state)).toBeCloseTo(twoInstances);
  });

  it("as terraform shows it is priced as well", () => {
    const row = (type: string, values: object) => ({
      address: `${type}.this`,
      mode: "managed",
      type,
      values,
    });
    const resources = [
      row("aws_sagemaker_endpoint", endpoint),
      row("aws_sagemaker_endpoint_configuration", configuration),
    ];
    expect(usd({ format_version: "1.0", values: { root_module: { resources } } })).toBeCloseTo(
      twoInstances,
    );
  });
});

describe("a synthesised stack", () => {
  const provider = {
    aws: [
      { region: "us-east-1", default_tags: [{ tags: { Environment: "prod" } }] },
      { alias: "eu", region: "eu-west-1" },
    ],
  };

  it("has the regions of its providers, the environment of its tags, and constructs by their paths", () => {
    const metadata = { path: "prod/Key/Resource" };
    const [here, there] = readResources({
      "//": { metadata: { stackName: "prod" } },
      provider,
      resource: { aws_kms_key: { A: { "//": { metadata } }, B: { provider: "aws.eu" } } },
    });
    expect(here).toMatchObject({
      address: "aws_kms_key.A",
      region: "us-east-1",
      environment: "prod",
      stack: "prod",
      constructPath: "prod/Key/Resource",
    });
    expect(there).toMatchObject({ region: "eu-west-1" });
  });

  it("has as many of a resource as count and for_each say", () => {
    const resource = { aws_kms_key: { A: { count: 2 }, B: { for_each: { x: 1 } } } };
    expect(readResources({ provider, resource }).map(({ address }) => address)).toEqual([
      "aws_kms_key.A[0]",
      "aws_kms_key.A[1]",
      'aws_kms_key.B["x"]',
    ]);
  });

  it("knows the name of an AWS service that a data source looks up", () => {
    const [endpoint] = readResources({
      provider,
      data: { aws_vpc_endpoint_service: { S: { service: "sagemaker.runtime" } } },
      resource: {
        aws_vpc_endpoint: {
          V: { service_name: ref("data.aws_vpc_endpoint_service.S.service_name") },
        },
      },
    });
    expect(endpoint?.values.service_name).toBe("com.amazonaws.us-east-1.sagemaker.runtime");
  });
});

it.each([[null], [[]], [{}], ["text"], [{ resource: 5 }]])(
  "%j is none of them, and says so",
  (json) => {
    expect(() => readResources(json)).toThrow("neither a plan nor a state nor a synthesised stack");
  },
);
