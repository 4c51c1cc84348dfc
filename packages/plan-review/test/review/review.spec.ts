import { shippedTrafficOf } from "@pictor/cost";
import { hasHazardFrom, type Review, reviewPlans, type StackReview } from "../../src";
import { type Written, writtenPlan } from "../written-plan";

const today = "2026-11-29";
const stackOf = (review: Review): StackReview => review.stacks[0] as StackReview;
const review = (changes: readonly Written[], more = {}, options = {}) =>
  stackOf(reviewPlans([{ name: "prod", plan: writtenPlan(changes, more) }], { today, ...options }));
const values = { name: "n", tags: {} };
const change = (address: string, ...actions: string[]): Written => ({
  address,
  actions,
  ...(!["create", "read"].includes(actions.join()) && { before: values }),
  ...(!["delete", "forget"].includes(actions.join()) && { after: values }),
});

describe("counts", () => {
  it("are apart by kind, and together as Terraform's own summary", () => {
    const { counts, summary } = review([
      change("aws_sns_topic.a", "create"),
      { ...change("aws_sns_topic.b", "update"), after: { name: "m" } },
      { ...change("aws_sns_topic.c", "update"), after: { name: "n", tags: { a: "b" } } },
      change("aws_sns_topic.d", "create", "delete"),
      change("aws_sns_topic.e", "delete", "create"),
      change("aws_sns_topic.f", "delete"),
      { ...change("aws_sns_topic.g", "delete"), deposed: "abcd" },
      { ...change("aws_sns_topic.h", "no-op"), previous_address: "aws_sns_topic.was" },
      { ...change("aws_sns_topic.i", "no-op"), importing: { id: "x" } },
      { ...change("aws_sns_topic.j", "update"), after: { name: "m" }, importing: { id: "y" } },
      change("aws_sns_topic.k", "forget"),
      change("aws_sns_topic.l", "create", "forget"),
      change("aws_sns_topic.m", "no-op"),
      change("data.aws_region.n", "read"),
    ]);
    expect(counts).toEqual({
      create: 1,
      update: 2,
      tagOnly: 1,
      replace: 3,
      destroy: 2,
      moved: 1,
      imported: 1,
      forgotten: 1,
      noOp: 1,
      read: 0,
    });
    expect(summary).toEqual({ import: 2, add: 4, change: 3, destroy: 4, forget: 2 });
  });
});

describe("losses", () => {
  it("come with lost data first, then interruptions, each with what forces it", () => {
    const { losses, verdict } = review([
      { ...change("aws_iam_role_policy.p", "delete") },
      {
        ...change("aws_lambda_function.f", "delete", "create"),
        replacePaths: [["name"]],
        reason: "replace_because_cannot_update",
      },
      { ...change("aws_lambda_function.g", "create", "delete"), replacePaths: [["name"]] },
      { ...change("acme_thing.t", "delete"), reason: "delete_because_no_resource_config" },
      { ...change("aws_kms_key.k", "delete", "create"), reason: "replace_because_tainted" },
      change("aws_s3_bucket.b", "forget"),
    ]);
    expect(
      losses.map(({ address, loses, forcedBy, because }) => [address, loses, forcedBy, because]),
    ).toEqual([
      ["aws_kms_key.k", "data", [], "an earlier apply failed halfway and marked it as tainted"],
      ["aws_lambda_function.f", "service", ["name"], "an attribute cannot be updated in place"],
      ["acme_thing.t", "unknown", [], "the configuration does not have it any more"],
      ["aws_iam_role_policy.p", "nothing", [], "Terraform gives no reason"],
      ["aws_s3_bucket.b", "nothing", [], "Terraform gives no reason"],
      ["aws_lambda_function.g", "nothing", ["name"], "Terraform gives no reason"],
    ]);
    expect(verdict).toBe("data is lost: aws_kms_key.k");
  });
});

describe("the verdict", () => {
  it("is calm only where nothing is left out", () => {
    expect(review([]).verdict).toBe("nothing changes");
    expect(review([], { errored: true }).verdict).toMatch(/^this is not all: Terraform stopped/);
    expect(review([change("acme_topic.a", "create")]).verdict).toBe("no rule found a hazard");
    expect(review([change("acme_thing.a", "delete")]).verdict).toBe(
      "objects are destroyed: acme_thing.a",
    );
    const checks = [{ address: { to_display: "check.c" }, status: "fail", instances: [] }];
    expect(review([], { checks }).verdict).toBe("checks fail: check.c");
  });
});

describe("drift", () => {
  it("is summed up by type and attribute, however many resources have it", () => {
    const drifted = Array.from({ length: 163 }, (_, at) => ({
      address: `aws_instance.i[${at}]`,
      mode: "managed",
      type: "aws_instance",
      change: {
        actions: ["update"],
        before: { tags: {}, metadata: [{ a: 1 }] },
        after: { tags: { a: "b", c: "d" }, metadata: [{ a: at === 0 ? 2 : 1 }] },
        after_unknown: {},
        before_sensitive: {},
        after_sensitive: {},
      },
    }));
    const { drift, counts } = review([], { resource_drift: drifted });
    expect(drift).toEqual([
      {
        type: "aws_instance",
        attribute: "tags",
        count: 163,
        examples: ["aws_instance.i[0]", "aws_instance.i[1]", "aws_instance.i[2]"],
      },
      {
        type: "aws_instance",
        attribute: "metadata",
        count: 1,
        examples: ["aws_instance.i[0]"],
      },
    ]);
    expect(counts.update).toBe(0);
  });
});

describe("groups", () => {
  it("follow the constructs where their paths are known, else the modules", () => {
    const synthesised = {
      resource: { aws_sns_topic: { A: { "//": { metadata: { path: "prod/Alarms/Topic" } } } } },
    };
    const plan = writtenPlan([
      change("aws_sns_topic.A", "create"),
      change("module.m.aws_sns_topic.B", "create"),
      change("aws_sns_topic.C", "delete"),
    ]);
    const { groups } = stackOf(reviewPlans([{ name: "prod", plan, synthesised }], { today }));
    expect(groups.map(({ name }) => name)).toEqual(["root module", "module.m", "prod/Alarms"]);
  });
});

describe("the cost delta", () => {
  const key = { address: "aws_kms_key.k", mode: "managed", type: "aws_kms_key" };
  const balancer = { address: "aws_lb.l", mode: "managed", type: "aws_lb" };
  const arn = "arn:aws:kms:us-east-1:111111111111:key/1";
  const root = (...resources: Record<string, unknown>[]) => ({ root_module: { resources } });

  it("is what the plan adds to the month, by resource, with what has no price named", () => {
    const { cost } = review(
      [
        { ...change("aws_kms_key.k", "create"), after: { arn } },
        { ...change("aws_lb.l", "create"), after: {} },
      ],
      {
        planned_values: root({ ...key, values: { arn } }, { ...balancer, values: {} }),
        prior_state: { format_version: "1.0", terraform_version: "1.11.4" },
      },
      { traffic: shippedTrafficOf("idle") },
    );
    expect(cost).toMatchObject({
      delta: 1,
      lines: [{ address: "aws_kms_key.k", before: 0, after: 1 }],
      unpriced: [{ address: "aws_lb.l" }],
    });
  });

  it("is negative where something goes, and empty where nothing changes in price", () => {
    const prior_state = {
      format_version: "1.0",
      terraform_version: "1.11.4",
      values: root({ ...key, values: { arn } }),
    };
    const options = { traffic: shippedTrafficOf("idle") };
    const gone = review(
      [{ ...change("aws_kms_key.k", "delete"), before: { arn } }],
      { prior_state, planned_values: { root_module: {} } },
      options,
    );
    expect(gone.cost).toMatchObject({ before: 1, after: 0, delta: -1 });
    const stays = review([], { prior_state, planned_values: prior_state.values }, options);
    expect(stays.cost).toMatchObject({ delta: 0, lines: [], unpriced: [] });
  });

  it("is left out, with a word on it, where the file's values cannot be read", () => {
    const { cost, reservations } = review(
      [],
      { prior_state: { format_version: "9.0", values: {} }, planned_values: {} },
      { traffic: shippedTrafficOf("idle") },
    );
    expect(cost).toBeUndefined();
    expect(reservations).toEqual([expect.stringContaining("cost could not be worked out")]);
  });
});

describe("reviewPlans", () => {
  it("reviews several stacks, and is as bad as the worst", () => {
    const all = reviewPlans(
      [
        { name: "calm", plan: writtenPlan([]) },
        { name: "bad", plan: writtenPlan([change("aws_s3_bucket.b", "delete")]) },
      ],
      { today },
    );
    expect(all.stacks.map(({ name, worst }) => [name, worst])).toEqual([
      ["calm", "none"],
      ["bad", "critical"],
    ]);
    expect(all.worst).toBe("critical");
    expect(hasHazardFrom(all, "high")).toBe(true);
    expect(hasHazardFrom({ ...all, worst: "medium" }, "high")).toBe(false);
    expect(hasHazardFrom({ ...all, worst: "none" }, "low")).toBe(false);
  });
});
