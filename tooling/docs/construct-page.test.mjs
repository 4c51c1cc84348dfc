import assert from "node:assert/strict";
import { test } from "node:test";
import { constructPage } from "./construct-page.mjs";
import { permissionsOf, permissionsToApply } from "./permissions.mjs";

const nothing = { lines: [], usd: { expected: 0 }, unpriced: [], traffic: "", region: "" };
const facts = {
  package: "@pictor/storage",
  name: "Store",
  summary: "Keeps things.",
  example: "new Store(stack);\n",
  resources: [{ type: "aws_s3_bucket", count: 2 }],
  members: [{ name: "bucket", type: "A | B", text: "The bucket." }],
  props: [
    { name: "days", type: "number", optional: true, default: "30", text: "How long." },
    { name: "name", type: "string", optional: false, default: "", text: "Its name." },
  ],
  bill: nothing,
  grants: [],
  needs: [],
};

test("a page states what the construct creates, why, and each prop with its default", () => {
  const page = constructPage(facts);
  assert.match(page, /^\| `aws_s3_bucket` \| 2 \|$/m);
  assert.match(page, /^- `bucket` \(`A \| B`\): The bucket\.$/m);
  assert.match(page, /^- `days` \(`number`\): How long\. Default: 30\.$/m);
  assert.match(page, /^- `name` \(`string`\): Its name\.$/m);
  assert.match(page, /Nothing, at any traffic\./);
});

test("a page has each line of the bill, their sum, and what has no price", () => {
  const page = constructPage({
    ...facts,
    bill: {
      traffic: "a picture",
      region: "us-east-1",
      lines: [
        { address: "aws_x.a", item: "hours", usd: { expected: 1.5 } },
        { address: "aws_x.b", item: "requests", usd: { expected: 0.001 } },
      ],
      usd: { expected: 1.501 },
      unpriced: [{ address: "aws_y.c", reason: "no price" }],
    },
  });
  assert.match(page, /\| `aws_x\.a` \| hours \| 1\.50 \|/);
  assert.match(page, /\| `aws_x\.b` \| requests \| 0\.00 \|/);
  assert.match(page, /\*\*together\*\* \| 1\.50 \|/);
  assert.match(page, /- `aws_y\.c`: no price/);
});

test("the permissions of policies are their actions, each once", () => {
  const policy = JSON.stringify({
    Statement: [{ Action: ["s3:GetObject", "kms:Decrypt"] }, { Action: "s3:GetObject" }],
  });
  const found = permissionsOf({
    "aws_iam_role_policy.a": { policy },
    "aws_iam_role_policy.b": { policy: `\${data.x.json}` },
    "aws_s3_bucket.c": { bucket: "c" },
  });
  assert.deepEqual(found, [
    { policy: "aws_iam_role_policy.a", actions: ["kms:Decrypt", "s3:GetObject"] },
  ]);
});

test("what Terraform needs is listed by type; a type that needs nothing is left out", () => {
  const actions = { aws_b: ["b:Put"], aws_a: ["a:Get"], aws_c: [] };
  assert.deepEqual(permissionsToApply(["aws_b", "aws_a", "aws_c", "aws_d"], actions), [
    { type: "aws_a", actions: ["a:Get"] },
    { type: "aws_b", actions: ["b:Put"] },
  ]);
});
