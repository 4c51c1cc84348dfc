import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../setup/paths.mjs";
import { drawDiagram } from "./diagram.mjs";
import { readmeWithDiagram } from "./readme-diagram.mjs";

const reference = (address) => `\${${address}}`;

/** An API, its function in a VPC, an endpoint whose configuration names a model, and an alarm, in a stack; a key in another. */
const stacks = [
  {
    id: "service",
    title: "stack prod",
    json: {
      resource: {
        aws_api_gateway_rest_api: {
          Api: { name: "pictor-env", body: '{"uri":"arn:function:pictor-env-predict:live"}' },
        },
        aws_lambda_function: {
          Predict: {
            function_name: "pictor-env-predict",
            environment: { variables: { TARGETS: '[{"name":"pictor-env-fast"}]' } },
            vpc_config: {},
          },
        },
        aws_sagemaker_endpoint: {
          Fast: {
            name: "pictor-env-fast",
            endpoint_config_name: reference("aws_sagemaker_endpoint_configuration.Fast.name"),
            depends_on: ["aws_sns_topic.Page"],
          },
        },
        aws_sagemaker_endpoint_configuration: {
          Fast: { production_variants: [reference("aws_sagemaker_model.Fast.name")] },
        },
        aws_sagemaker_model: { Fast: { image: reference("data.aws_kms_alias.Key") } },
        aws_cloudwatch_metric_alarm: {
          Errors: {
            alarm_name: "pictor-env-errors",
            dimensions: { FunctionName: "pictor-env-predict" },
          },
        },
        aws_sns_topic: { Page: { name: "pictor-env-page" } },
      },
      data: { aws_kms_alias: { Key: { name: "alias/pictor-env" } } },
    },
  },
  {
    id: "data",
    title: "stack prod-data",
    json: { resource: { aws_kms_alias: { Key: { name: "alias/pictor-env" } } } },
  },
];

test("a diagram follows a request from the caller to the model and the alarms", () => {
  const arrows = drawDiagram(stacks)
    .split("\n")
    .filter((line) => / -->| \.->/.test(line))
    .map((line) => line.trim());
  assert.deepEqual(arrows, [
    "caller([caller]) -- HTTPS --> service_api_gateway_rest_api",
    "service_api_gateway_rest_api --> service_lambda_function_predict",
    "service_lambda_function_predict --> service_sagemaker_endpoint_fast",
    "service_sagemaker_endpoint_fast --> service_sagemaker_model",
    "service_lambda_function_predict --> service_cloudwatch_metric_alarm",
    'service -. "encryption key" .-> data',
  ]);
});

test("a diagram has a box for each stack, and in it what is in the VPC", () => {
  const diagram = drawDiagram(stacks);
  assert.match(
    diagram,
    /subgraph data\["stack prod-data"\]\n {4}data_kms_alias\["encryption key"\]/,
  );
  assert.match(
    diagram,
    /\["VPC without a way out"\]\n {6}service_lambda_function_predict\["Lambda/,
  );
});

test("README.md has the diagram of the stacks: `npm run docs` draws it again", async () => {
  const written = readFileSync(join(root, "README.md"), "utf8");
  assert.equal(written, await readmeWithDiagram());
  const [, block] = /```mermaid\n([^`]*)```/.exec(written);
  const nodes = block.match(/^ +\w+\["[^"]+"\]$/gm);
  assert.ok(nodes.length <= 25, `${nodes.length} nodes`);
});
