import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type PlanOptions, type Terraform, UserError } from "@pictor/terraform";
import { identityOf } from "../src/recover/identities";
import { lockIn } from "../src/recover/lock";
import type { LookUp } from "../src/recover/look-up";
import { recoverStack } from "../src/recover/recover-stack";
import { taggedAs } from "../src/recover/tagged";

const account = { accountId: "123456789012", region: "eu-central-1" };
const directory = mkdtempSync(join(tmpdir(), "pictor-recover-"));
afterAll(() => rmSync(directory, { recursive: true }));

describe("identityOf", () => {
  it.each([
    ["aws_iam_role", { name: "r" }, "r"],
    ["aws_s3_bucket", { bucket: "b" }, "b"],
    ["aws_budgets_budget", { name: "b" }, "123456789012:b"],
    ["aws_lambda_alias", { function_name: "f", name: "live" }, "f/live"],
    ["aws_api_gateway_stage", { rest_api_id: "a", stage_name: "v1" }, "a/v1"],
    ["aws_scheduler_schedule", { name: "s" }, "default/s"],
    [
      "aws_sfn_state_machine",
      { name: "m" },
      "arn:aws:states:eu-central-1:123456789012:stateMachine:m",
    ],
  ])("%s %j is imported as %s", (type, attributes, id) => {
    expect(identityOf(type, attributes, account)).toBe(id);
  });

  it.each([
    ["aws_api_gateway_stage", { stage_name: "v1" }],
    ["aws_sagemaker_model", {}],
    ["aws_vpc", { cidr_block: "10.0.0.0/16" }],
  ])("%s %j has none yet", (type, attributes) => {
    expect(identityOf(type, attributes, account)).toBeUndefined();
  });
});

describe("taggedAs", () => {
  const tags = { Stack: "prod", Name: "a" };
  const tagged = [
    { arn: "arn:aws:ec2:eu-central-1:123456789012:vpc/vpc-1", tags },
    { arn: "arn:aws:ec2:eu-central-1:123456789012:subnet/subnet-1", tags },
    { arn: "arn:aws:ec2:eu-central-1:123456789012:vpc/vpc-2", tags: { ...tags, Name: "b" } },
    { arn: "arn:aws:apigateway:eu-central-1::/restapis/abc/stages/v1", tags },
    { arn: "arn:aws:apigateway:eu-central-1::/restapis/abc", tags },
    { arn: "arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/n/1-2", tags },
  ];

  it.each([
    ["aws_vpc", ["vpc-1"]],
    ["aws_subnet", ["subnet-1"]],
    ["aws_api_gateway_rest_api", ["abc"]],
    ["aws_wafv2_web_acl", ["1-2/n/REGIONAL"]],
    ["aws_kms_key", []],
    ["aws_cloudwatch_metric_alarm", []],
  ])("finds %s by type and all tags", (type, ids) => {
    const tags_all = { Name: "a", Stack: "prod" };
    expect(taggedAs(type, { tags_all }, tagged)).toEqual(ids);
  });
});

describe("lockIn", () => {
  it("reads who holds the lock, not the id of the refused request", () => {
    const message = `terraform plan: Error acquiring the state lock
Error message: operation error S3: PutObject, StatusCode: 412, RequestID:
5f, api error
Lock Info:
  ID:        0b28-9d
  Who:       root@runner
  Created:   2026-11-29 23:36:46 +0000 UTC`;
    expect(lockIn(new UserError(message))).toEqual({
      id: "0b28-9d",
      who: "root@runner",
      since: "2026-11-29 23:36:46 +0000 UTC",
    });
    expect(lockIn(new UserError("terraform plan: ID: 1"))).toBeUndefined();
  });
});

describe("recoverStack", () => {
  type Row = readonly [address: string, actions: readonly string[]];
  const planOf = (rows: readonly Row[]) => ({
    format_version: "1.2",
    terraform_version: "1.11.4",
    resource_changes: rows.map(([address, actions]) => ({
      address,
      mode: "managed",
      type: address.split(".")[0],
      name: address.split(".")[1],
      provider_name: "registry.terraform.io/hashicorp/aws",
      change: {
        actions,
        before: actions.includes("create") ? null : {},
        after: actions.includes("delete") ? null : { name: address },
        after_unknown: {},
        before_sensitive: false,
        after_sensitive: false,
      },
    })),
  });
  const role: Row = ["aws_iam_role.A", ["create"]];
  const group: Row = ["aws_cloudwatch_log_group.B", ["create"]];
  const alarm: Row = ["aws_cloudwatch_metric_alarm.C", ["create"]];
  const imported = ([address]: Row): Row => [address, ["no-op"]];

  /** Plans in their order: changes, or why there are none. */
  async function recover(plans: readonly (readonly Row[] | string)[]) {
    const rest = [...plans];
    const done: unknown[] = [];
    let shown: readonly Row[] = [];
    const terraform = {
      plan: async (_: string, { targets = [] }: PlanOptions) => {
        const next = rest.shift() ?? [];
        const blocks = readdirSync(directory).map((file) =>
          readFileSync(join(directory, file), "utf8"),
        );
        if (targets.length > 0) done.push(...blocks.map((text) => JSON.parse(text).import));
        if (typeof next === "string") throw new UserError(`terraform plan: ${next}`);
        shown = next;
        return { remove: next.filter(([, actions]) => actions.includes("delete")).length };
      },
      show: async () => planOf(shown),
      applyPlan: async () => done.push("applied"),
    } as unknown as Terraform;
    const lookUp = {
      taggedIn: async () => [],
      candidates: async ({ type, after }: { type: string; after: { name: string } }) =>
        type === "aws_cloudwatch_metric_alarm" ? [] : [`id of ${after.name}`],
    } as unknown as LookUp;
    const onProgress = () => undefined;
    const end = recoverStack({ terraform, directory, stack: "prod", lookUp, onProgress });
    return { end: await end.catch((error: Error) => error.message), done };
  }

  const block = ([to]: Row) => ({ to, id: `id of ${to}` });

  it("imports what exists, and counts what does not", async () => {
    const none = `Cannot import non-existent remote object
While attempting to import an existing object to "${group[0]}", the provider detected that no object exists`;
    expect(await recover([[role, group, alarm], none, [imported(role)], [group, alarm]])).toEqual({
      end: { adopted: [role[0]], missing: 2 },
      done: [[block(role), block(group)], [block(role)], "applied"],
    });
    expect(readdirSync(directory)).toEqual([]);
  });

  it("applies nothing where everything is in the state", async () => {
    expect(await recover([[alarm]])).toEqual({ end: { adopted: [], missing: 1 }, done: [] });
  });

  it("refuses to adopt by destroying something", async () => {
    const replaced: Row = [role[0], ["delete", "create"]];
    const { end, done } = await recover([[role], [replaced]]);
    expect(end).toContain(`would destroy ${role[0]}`);
    expect(done).not.toContain("applied");
  });

  it("finds the one that an importer does not name", async () => {
    const other: Row = ["aws_iam_role.D", ["create"]];
    const unnamed = "couldn't find resource";
    const { end } = await recover([
      ...[[role, group, other], unnamed, [imported(role), imported(group)]],
      ...[unnamed, [imported(role), imported(group)], [other]],
    ]);
    expect(end).toEqual({ adopted: [role[0], group[0]], missing: 1 });
  });

  it("does not take another failure of a plan for something that does not exist", async () => {
    const { end } = await recover([[role], "no credentials"]);
    expect(end).toBe("terraform plan: no credentials");
  });
});
