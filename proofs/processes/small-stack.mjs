// The smallest stack that has every kind of process under it: one function, one endpoint.
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { zipSync } from "fflate";

/** Waits as long as it is asked to, so that it can be killed at work. */
const handler = `
exports.handler = async ({ waitMs = 0 }) => {
  await new Promise((resolve) => setTimeout(resolve, waitMs));
  return "answered";
};
`;

const inference = `
import time

def model_fn(model_dir):
    return "small"

def transform_fn(model, data, content_type, accept, context):
    if bytes(data)[:4] == b"wait" if isinstance(data, (bytes, bytearray)) else data[:4] == "wait":
        time.sleep(20)
    return "answered", "text/plain"
`;

const image =
  "763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-inference:2.6.0-cpu-py312-ubuntu22.04-sagemaker";

/** Writes the stack with its artefact and its function's zip; state stays beside it. */
export function writeSmallStack(directory, { region, accountId }) {
  const artefact = join(directory, "artefact");
  mkdirSync(join(artefact, "code"), { recursive: true });
  writeFileSync(join(artefact, "code", "inference.py"), inference);
  const model = join(directory, "model.tar.gz");
  const { status, stderr } = spawnSync("tar", ["-czf", model, "-C", artefact, "code"]);
  if (status !== 0) throw new Error(`tar: ${stderr}`);
  const code = join(directory, "function.zip");
  writeFileSync(code, zipSync({ "index.js": Buffer.from(handler) }));
  const stack = {
    terraform: {
      backend: { local: { path: "small.tfstate" } },
      required_providers: { aws: { source: "hashicorp/aws", version: "5.100.0" } },
    },
    provider: { aws: [{ region, allowed_account_ids: [accountId] }] },
    resource: resources({ model, code }),
  };
  writeFileSync(join(directory, "cdk.tf.json"), JSON.stringify(stack, null, 2));
}

function resources({ model, code }) {
  return {
    aws_iam_role: { function: role("lambda"), model: role("sagemaker") },
    aws_iam_role_policy: {
      model: {
        name: "read",
        role: reference("aws_iam_role.model.name"),
        policy: policy([
          { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::small/*" },
        ]),
      },
    },
    aws_s3_bucket: { small: { bucket: "small" } },
    aws_s3_object: {
      model: { bucket: reference("aws_s3_bucket.small.id"), key: "model.tar.gz", source: model },
    },
    aws_lambda_function: {
      small: {
        function_name: "small",
        role: reference("aws_iam_role.function.arn"),
        runtime: "nodejs22.x",
        handler: "index.handler",
        filename: code,
        timeout: 60,
      },
    },
    aws_sagemaker_model: {
      small: {
        name: "small",
        execution_role_arn: reference("aws_iam_role.model.arn"),
        primary_container: {
          image,
          model_data_url: `s3://small/${reference("aws_s3_object.model.key")}`,
          environment: {
            SAGEMAKER_PROGRAM: "inference.py",
            SAGEMAKER_SUBMIT_DIRECTORY: "/opt/ml/model/code",
            SAGEMAKER_MODEL_SERVER_WORKERS: "1",
          },
        },
        depends_on: ["aws_iam_role_policy.model"],
      },
    },
    aws_sagemaker_endpoint_configuration: {
      small: {
        name: "small",
        production_variants: [
          {
            variant_name: "AllTraffic",
            model_name: reference("aws_sagemaker_model.small.name"),
            initial_instance_count: 1,
            instance_type: "ml.m5.large",
          },
        ],
      },
    },
    aws_sagemaker_endpoint: {
      small: {
        name: "small",
        endpoint_config_name: reference("aws_sagemaker_endpoint_configuration.small.name"),
      },
    },
  };
}

/** What Terraform fills in. */
function reference(address) {
  return `\${${address}}`;
}

function role(service) {
  const statement = {
    Effect: "Allow",
    Action: "sts:AssumeRole",
    Principal: { Service: `${service}.amazonaws.com` },
  };
  return { name: `small-${service}`, assume_role_policy: policy([statement]) };
}

function policy(statements) {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}
