// `npm run bench -- review-lines`: lines that a reviewer reads before the worst thing of a plan, in the text of `terraform
// plan` and in the review of the same plan. Terraform and the AWS provider make the plans, of a state written here.

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { applied, idOf, service } from "./review-lines/service.mjs";

const require = createRequire(import.meta.url);
const { renderHtml, renderTerminal, reviewPlans } = require("@pictor/plan-review");
const {
  findProviderSource,
  providerVariables,
  scrubbedEnvironment,
  thisMachine,
} = require("@pictor/terraform");

/** Three plans. `worst` is what its reader must know, in Terraform's words and in ours. */
const plans = [
  {
    name: "a release",
    change: { release: "b" },
    worst: {
      terraform: /^ {2}# aws_sagemaker_endpoint\.endpoint will be updated/,
      review: /aws_sagemaker_endpoint\.endpoint: the update sets classifier/,
    },
  },
  {
    name: "a smaller instance type",
    // Terraform's text has the type and nothing of what it carries: this is the closest that it comes.
    change: { instance: "ml.c5.large" },
    worst: {
      terraform: /instance_type += "ml\.c5\.xlarge" -> "ml\.c5\.large"/,
      review: /at most 4 instances of ml\.c5\.large/,
    },
  },
  {
    name: "a mistake that deletes the model bucket",
    // Somebody gives the bucket another name in Terraform, and everything another owner.
    change: { bucket: "model_store", owner: "platform" },
    worst: {
      terraform: /^ {2}# aws_s3_bucket\.models will be destroyed/,
      review: /data is lost: aws_s3_bucket\.models/,
    },
  },
];

const directory = mkdtempSync(join(tmpdir(), "pictor-review-lines-"));
const environment = {
  ...scrubbedEnvironment(process.env),
  ...providerVariables(findProviderSource(thisMachine()), directory),
  AWS_EC2_METADATA_DISABLED: "true",
};

function terraform(stack, ...args) {
  const { status, stdout, stderr } = spawnSync("terraform", args, {
    cwd: stack,
    env: environment,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`terraform ${args.join(" ")}: ${stderr}${stdout}`);
  return stdout;
}

function configurationOf(choice) {
  return {
    terraform: { required_providers: { aws: { source: "hashicorp/aws", version: "5.100.0" } } },
    provider: {
      aws: {
        region: "eu-central-1",
        access_key: "none",
        secret_key: "none",
        skip_credentials_validation: true,
        skip_requesting_account_id: true,
        skip_metadata_api_check: "true",
      },
    },
    resource: service({ ...applied, ...choice }),
  };
}

/** Attributes that the provider would else compute again. */
const computed = {
  aws_iam_role: { managed_policy_arns: [] },
  aws_appautoscaling_target: { tags_all: {} },
};

/** The state after an apply of what was planned: its values with their defaults, and identifiers. */
function stateOf({ planned_values: planned }) {
  return {
    version: 4,
    terraform_version: "1.11.4",
    serial: 1,
    lineage: "bench",
    outputs: {},
    resources: planned.root_module.resources.map(({ type, name, schema_version, values }) => ({
      mode: "managed",
      type,
      name,
      provider: 'provider["registry.terraform.io/hashicorp/aws"]',
      instances: [
        { schema_version, attributes: { ...values, ...computed[type], id: idOf(type, values) } },
      ],
    })),
  };
}

const stack = join(directory, "stack");
mkdirSync(stack);
const write = (choice) =>
  writeFileSync(join(stack, "main.tf.json"), JSON.stringify(configurationOf(choice)));

/** Plans a change of the applied service: Terraform's text, and its JSON. */
function planOf(change) {
  write(change);
  const text = terraform(stack, "plan", "-no-color", "-input=false", "-refresh=false", "-out=plan");
  return { text, plan: JSON.parse(terraform(stack, "show", "-json", "plan")) };
}

write({});
terraform(stack, "init", "-input=false", "-no-color");
writeFileSync(join(stack, "terraform.tfstate"), JSON.stringify(stateOf(planOf({}).plan)));
const idle = planOf({}).text;
if (!idle.includes("No changes.")) throw new Error(`the state is not what was applied: ${idle}`);

const lineOf = (text, pattern) => text.split("\n").findIndex((line) => pattern.test(line)) + 1;
// Four of the smaller instances do not carry this peak, four of the larger do.
const options = { today: "2026-11-29", expectedPeakRps: 40 };
const rows = plans.map(({ name, change, worst }) => {
  const { text, plan } = planOf(change);
  const review = reviewPlans([{ name: "service", plan }], options);
  const ours = renderTerminal(review);
  const keep = process.env.PICTOR_KEEP_PLANS;
  if (keep) {
    writeFileSync(join(keep, `${name}.txt`), text);
    writeFileSync(join(keep, `${name}.review.txt`), ours);
    writeFileSync(join(keep, `${name}.html`), renderHtml(review));
  }
  return {
    plan: name,
    "terraform plan": text.split("\n").length,
    "worst at line": lineOf(text, worst.terraform),
    review: ours.split("\n").length,
    "worst at line of the review": lineOf(ours, worst.review),
  };
});
rmSync(directory, { recursive: true });
console.table(rows);
for (const row of rows) {
  const [theirs, own] = [row["worst at line"], row["worst at line of the review"]];
  if (theirs === 0 || own === 0 || own >= theirs) {
    console.error(
      `${row.plan}: expected the review to come to the point first, got ${own} after ${theirs}`,
    );
    process.exitCode = 1;
  }
}
