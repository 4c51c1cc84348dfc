import { renderHtml, renderMarkdown, renderTerminal } from "../../src";
import type { Written } from "../written-plan";
import { edgesOf, kept, radius, refers, review, to, updated } from "./stacks";

describe("references", () => {
  it("are found in attributes, blocks, depends_on, and through data sources", () => {
    const found = radius({
      changes: [
        updated("aws_kms_key.k"),
        kept("aws_sns_topic.attribute"),
        kept("aws_lambda_function.block"),
        kept("aws_instance.later"),
        kept("aws_sqs_queue.behind"),
        kept("aws_vpc.apart"),
      ],
      module: {
        resources: [
          refers("aws_sns_topic.attribute", { key: to("aws_kms_key.k.arn", "aws_kms_key.k") }),
          refers("aws_lambda_function.block", { a: [{ b: { c: to("aws_kms_key.k[0].arn") } }] }),
          refers("aws_instance.later", {}, { depends_on: ["aws_kms_key.k"] }),
          refers("data.aws_thing.d", { id: to("aws_kms_key.k.id") }),
          refers("aws_sqs_queue.behind", { key: to("data.aws_thing.d.arn", "data.aws_thing.d") }),
          refers("aws_vpc.apart", { cidr: to("var.cidr", "local.x", "each.value", "path.root") }),
        ],
      },
    });
    expect(found.dependents).toEqual([
      {
        address: "aws_kms_key.k",
        kind: "update",
        count: 4,
        direct: [
          "aws_sns_topic.attribute",
          "aws_lambda_function.block",
          "aws_instance.later",
          "aws_sqs_queue.behind",
        ],
      },
    ]);
    expect(edgesOf(found)).toContain("aws_lambda_function.block a aws_kms_key.k");
    expect(found.nodes.map(({ address }) => address)).not.toContain("aws_vpc.apart");
  });

  it("are followed into modules by their variables, and out of them by their outputs", () => {
    const found = radius({
      changes: [
        updated("module.m.aws_kms_key.k"),
        kept("module.n.aws_sns_topic.t"),
        kept("aws_sqs_queue.q"),
      ],
      module: {
        resources: [refers("aws_sqs_queue.q", { key: to("module.m.key", "module.m") })],
        module_calls: {
          m: {
            module: {
              outputs: { key: { expression: to("aws_kms_key.k.arn") } },
              resources: [refers("aws_kms_key.k", {})],
            },
          },
          n: {
            expressions: { key: to("module.m.key", "module.m") },
            module: { resources: [refers("aws_sns_topic.t", { key: to("var.key") })] },
          },
        },
      },
    });
    expect(found.dependents[0]?.direct).toEqual(["module.n.aws_sns_topic.t", "aws_sqs_queue.q"]);
  });

  it("of instances with keys are those of the same key", () => {
    const found = radius({
      changes: [
        updated('aws_s3_bucket.b["a"]'),
        kept('aws_s3_bucket.b["b"]'),
        kept('aws_s3_bucket_policy.p["a"]'),
        kept('aws_s3_bucket_policy.p["b"]'),
      ],
      module: {
        resources: [
          refers("aws_s3_bucket_policy.p", { bucket: to("aws_s3_bucket.b") }),
          refers("aws_s3_bucket.b", {}),
        ],
      },
    });
    expect(found.dependents).toMatchObject([
      { address: 'aws_s3_bucket.b["a"]', direct: ['aws_s3_bucket_policy.p["a"]'] },
    ]);
  });

  it("of modules that refer to each other by everything that they have are read in no time", () => {
    const circle = ["var.v", "var.w", "module.m", "module.n"];
    const call = {
      expressions: { v: to(...circle), w: to(...circle) },
      module: {
        outputs: { o: { expression: to("var.v", "var.w") }, p: { expression: to("var.w") } },
      },
    };
    const started = performance.now();
    radius({
      changes: [updated("aws_kms_key.k")],
      module: {
        resources: [refers("aws_kms_key.k", { a: to(...circle) })],
        module_calls: { m: call, n: call },
      },
    });
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it("do not end in a circle, however modules pass values on", () => {
    const call = {
      expressions: { v: to("module.m.o") },
      module: { outputs: { o: { expression: to("var.v") } } },
    };
    const found = radius({
      changes: [updated("aws_kms_key.k")],
      module: {
        resources: [refers("aws_kms_key.k", { a: to("module.m.o") })],
        module_calls: { m: call },
      },
    });
    expect(found.dependents).toEqual([]);
  });
});

/** A service whose parts know each other by names alone. */
const service = (): readonly Written[] => [
  kept("aws_api_gateway_rest_api.api", {
    name: "public-api",
    body: '{"uri":"arn:aws:apigateway:eu-west-1:lambda:path/functions/arn:aws:lambda:eu-west-1:1:function:classify:live/invocations"}',
  }),
  kept("aws_lambda_function.f", {
    function_name: "classify",
    environment: [{ variables: { TARGETS: '[{"name":"the-endpoint"}]' } }],
  }),
  kept("aws_sagemaker_endpoint.e", { name: "the-endpoint", endpoint_config_name: "config-1" }),
  kept("aws_sagemaker_endpoint_configuration.c", {
    name: "config-1",
    production_variants: [{ model_name: "model-1" }],
  }),
  kept("aws_sagemaker_model.m", {
    name: "model-1",
    primary_container: [{ model_data_url: "s3://the-models/releases/1/model.tar.gz" }],
  }),
];
const store = (change: typeof kept): readonly Written[] => [
  kept("aws_s3_bucket.models", { bucket: "the-models" }),
  kept("aws_s3_bucket_server_side_encryption_configuration.s", {
    bucket: "the-models",
    rule: [{ apply_server_side_encryption_by_default: [{ kms_master_key_id: "arn:key/1" }] }],
  }),
  change("aws_kms_key.key", { arn: "arn:key/1" }),
];

describe("the ways of requests", () => {
  const path = [
    "stack-1/aws_api_gateway_rest_api.api",
    "stack-1/aws_lambda_function.f",
    "stack-1/aws_sagemaker_endpoint.e",
    "stack-1/aws_sagemaker_endpoint_configuration.c",
    "stack-1/aws_sagemaker_model.m",
    "aws_s3_bucket.models",
    "aws_kms_key.key",
  ];

  it("go from API to function, endpoint, model, bucket and key, across stacks", () => {
    const found = radius({ changes: store(updated) }, { changes: service() });
    expect(found.dependents).toMatchObject([{ address: "aws_kms_key.key", count: 6, path }]);
  });

  it("are in every format, and drawn in HTML alone", () => {
    const result = review({ changes: store(updated) }, { changes: service() });
    for (const render of [renderTerminal, renderMarkdown, renderHtml]) {
      const text = render(result).replaceAll(/\s+/g, " ");
      for (const id of path) expect(text).toContain(id);
      expect(text).toContain("6 resources depend on it");
      expect(text.includes("<svg")).toBe(render === renderHtml);
    }
  });

  it("need the whole name", () => {
    const others = service().map((change) =>
      JSON.parse(JSON.stringify(change).replaceAll("the-models/", "the-models-2/")),
    );
    expect(radius({ changes: store(updated) }, { changes: others }).dependents).toMatchObject([
      { count: 1 },
    ]);
  });
});

describe("what is new", () => {
  it("has nothing that depends on it yet, and what is only tagged or read changes nothing", () => {
    const module = { resources: [refers("aws_sqs_queue.q", { key: to("aws_kms_key.k") })] };
    const of = (change: Written) => radius({ changes: [change, kept("aws_sqs_queue.q")], module });
    const created = { address: "aws_kms_key.k", actions: ["create"], after: {} };
    expect(of(created)).toMatchObject({ dependents: [], edges: [{ via: "key" }] });
    const tagged = {
      ...updated("aws_kms_key.k"),
      before: { tags: {} },
      after: { tags: { a: "b" } },
    };
    expect(of(tagged)).toMatchObject({ dependents: [], nodes: [] });
  });
});
