// `npm run bench -- review`: seconds to read, judge and write a plan of 1,000 resources, and how they grow with its size;
// then the whole process beside tools from PyPI on the same file. The first run installs them.

import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { performance } from "node:perf_hooks";
import { besidePeers } from "./review/peers.mjs";

const require = createRequire(import.meta.url);
const { shippedTrafficOf } = require("@pictor/cost");
const {
  renderHtml,
  renderJson,
  renderMarkdown,
  renderSarif,
  renderTerminal,
  reviewPlans,
} = require("@pictor/plan-review");

const policy = (action) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: Array.from({ length: 5 }, (_, at) => ({
      Sid: `S${at}`,
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::111111111111:role/r${at}` },
      Action: [action, "s3:GetObject"],
      Resource: "*",
    })),
  });

/** One resource of four kinds, as Terraform writes its change: each has its own secret, tags, blocks and a policy. */
function change(at) {
  const type = ["aws_lambda_function", "aws_s3_bucket_policy", "aws_kms_key", "aws_security_group"][
    at % 4
  ];
  const values = (version) => ({
    name: `name-${at}`,
    policy: policy(version === 1 ? "s3:PutObject" : "s3:*"),
    password: createHash("sha256").update(`${at} ${version}`).digest("base64"),
    tags: Object.fromEntries(
      Array.from({ length: 10 }, (_, tag) => [`tag${tag}`, `${at}-${version}`]),
    ),
    ingress: Array.from({ length: 5 }, (_, rule) => ({
      protocol: "tcp",
      from_port: rule,
      to_port: rule + version,
      cidr_blocks: [`10.${rule}.0.0/16`],
    })),
    environment: [
      { variables: Object.fromEntries(Array.from({ length: 20 }, (_, v) => [`V${v}`, `${at}`])) },
    ],
  });
  return {
    address: `module.m${at % 40}.${type}.r[${at}]`,
    module_address: `module.m${at % 40}`,
    mode: "managed",
    type,
    name: "r",
    index: at,
    provider_name: "registry.terraform.io/hashicorp/aws",
    change: {
      actions: at % 10 === 0 ? ["delete", "create"] : ["update"],
      before: values(1),
      after: values(2),
      after_unknown: { arn: true },
      before_sensitive: { password: true },
      after_sensitive: { password: true },
    },
  };
}

function planOf(count) {
  const changes = Array.from({ length: count }, (_, at) => change(at));
  const resources = changes.map(({ address, type, change: { after } }) => ({
    address,
    mode: "managed",
    type,
    values: after,
  }));
  const values = { root_module: { resources } };
  return JSON.stringify({
    format_version: "1.2",
    terraform_version: "1.11.4",
    resource_changes: changes,
    planned_values: values,
    prior_state: { format_version: "1.0", terraform_version: "1.11.4", values },
  });
}

/** Seconds from the text of a plan to a review that a reader has, in one format. */
function seconds(text, render) {
  const begin = performance.now();
  const review = reviewPlans([{ name: "bench", plan: JSON.parse(text) }], {
    today: new Date().toISOString().slice(0, 10),
    traffic: shippedTrafficOf("seed"),
  });
  render(review);
  return (performance.now() - begin) / 1000;
}

const best = (text, render) => Math.min(...[0, 1, 2, 3, 4].map(() => seconds(text, render)));
const sizes = [250, 500, 1000, 2000, 4000];
best(planOf(100), renderTerminal);
const figures = sizes.map((size) => {
  const text = planOf(size);
  const figure = best(text, renderTerminal);
  console.log(
    `${String(size).padStart(5)} resources, ${(text.length / 1e6).toFixed(1).padStart(5)} MB: ${figure.toFixed(2)} s`,
  );
  return figure;
});
for (const render of [renderMarkdown, renderHtml, renderJson, renderSarif]) {
  console.log(` 1000 resources, ${render.name}: ${best(planOf(1000), render).toFixed(2)} s`);
}
const [, , thousand = 0, , most = 0] = figures;
console.log(`4 times the resources take ${(most / thousand).toFixed(1)} times the time`);
const rows = besidePeers(planOf(1000));
console.log("\nwhole processes on 1000 resources, from the file to Markdown; medians of 5 rounds:");
if (rows === undefined)
  console.log("the peers of bench/review/requirements.lock cannot be installed");
else console.table(rows);
const whole = Number(rows?.[0]?.seconds ?? thousand);
if (whole > 1 || most / thousand > 5) {
  console.error(
    "expected: 1,000 resources in at most 1 s as a whole process, 4,000 in at most 5 times that",
  );
  process.exitCode = 1;
}
