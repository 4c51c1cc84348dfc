import { PlanError, readConstructPaths, readPlan } from "../../src";
import { type Written, written, writtenPlan } from "../written-plan";

const kinds = (...changes: readonly Written[]) =>
  readPlan(writtenPlan(changes)).changes.map(({ kind }) => kind);
const refusal = (json: unknown): string => {
  try {
    readPlan(json);
  } catch (error) {
    if (error instanceof PlanError) return error.message;
    throw error;
  }
  return "read";
};

const values = { name: "n", tags: { a: "1" } };
const resource = (address: string) => ({ address, mode: "managed", type: "t", values: {} });

describe("readPlan", () => {
  it.each<[string, Omit<Written, "address">]>([
    ["create", { actions: ["create"], after: values }],
    ["update", { actions: ["update"], before: values, after: { ...values, name: "m" } }],
    ["tagOnly", { actions: ["update"], before: values, after: { ...values, tags: { a: "2" } } }],
    [
      "update",
      {
        actions: ["update"],
        before: values,
        after: { ...values, tags: {} },
        unknown: { name: true },
      },
    ],
    ["replace", { actions: ["delete", "create"], before: values, after: values }],
    ["replace", { actions: ["create", "delete"], before: values, after: values }],
    ["destroy", { actions: ["delete"], before: values }],
    ["forgotten", { actions: ["forget"], before: values }],
    ["noOp", { actions: ["no-op"], before: values, after: values }],
    ["moved", { actions: ["no-op"], before: values, after: values, previous_address: "a.b" }],
    ["imported", { actions: ["no-op"], before: values, after: values, importing: { id: "i" } }],
    ["read", { actions: ["read"], after: values }],
  ])("reads the kind %s of %j", (kind, change) => {
    expect(kinds({ address: "aws_s3_bucket.b", ...change })).toEqual([kind]);
  });

  it("refuses a type or a mode that the address contradicts: rules go by the type", () => {
    const change = { actions: ["delete"], before: {}, before_sensitive: {}, after_sensitive: {} };
    const refused = (more: object) =>
      refusal({
        ...writtenPlan([]),
        resource_changes: [{ address: "module.data.aws_s3_bucket.b", change, ...more }],
      });
    expect(refused({ type: "aws_s3_bucket", mode: "managed" })).toBe("read");
    expect(refused({ type: "aws_sns_topic" })).toContain("which its address contradicts");
    expect(refused({ mode: "data" })).toContain("which its address contradicts");
  });

  it("takes a no-op whose values differ for an update", () => {
    const change = { actions: ["no-op"], before: values, after: { ...values, name: "m" } };
    expect(kinds({ address: "a_b.c", ...change })).toEqual(["update"]);
  });

  it("reads module, type, previous address, import, deposed object, reason and replacing paths", () => {
    const [replaced, deposed] = readPlan(
      writtenPlan([
        {
          address: 'module.m["x.y"].aws_kms_key.k[0]',
          previous_address: "aws_kms_key.k",
          actions: ["create", "delete"],
          before: values,
          after: values,
          replacePaths: [
            ["tags", "a"],
            ["rules", 0, "name"],
          ],
          importing: { id: "key-1" },
          reason: "replace_because_cannot_update",
        },
        { address: "aws_kms_key.k", actions: ["delete"], before: values, deposed: "abcd" },
      ]),
      new Map([["module.m.aws_kms_key.k", "prod/Key"]]),
    ).changes;
    expect(replaced).toMatchObject({
      type: "aws_kms_key",
      module: 'module.m["x.y"]',
      previousAddress: "aws_kms_key.k",
      createsFirst: true,
      constructPath: "prod/Key",
      replacePaths: [
        ["tags", "a"],
        ["rules", 0, "name"],
      ],
      importId: "key-1",
      reason: "replace_because_cannot_update",
    });
    expect(deposed).toMatchObject({ kind: "destroy", deposed: "abcd" });
  });

  it("reads drift, outputs, checks that did not pass, and why the plan is not all", () => {
    const plan = readPlan(
      writtenPlan([], {
        resource_drift: [
          {
            address: "a_b.c",
            change: {
              actions: ["delete"],
              before: {},
              before_sensitive: {},
              after_sensitive: false,
            },
          },
        ],
        output_changes: { url: { actions: ["create"], after: "x", after_sensitive: true } },
        checks: [
          { address: { to_display: "check.up" }, status: "pass" },
          {
            address: { to_display: "check.health" },
            status: "fail",
            instances: [{ status: "fail", problems: [{ message: "not healthy" }] }],
          },
        ],
        errored: true,
      }),
    );
    expect(plan.drift.map(({ kind }) => kind)).toEqual(["destroy"]);
    expect(plan.outputs).toMatchObject([{ name: "url", kind: "create", sensitiveAfter: true }]);
    expect(plan.checks).toEqual([
      { address: "check.health", status: "fail", messages: ["not healthy"] },
    ]);
    expect(plan.reservations).toEqual([expect.stringContaining("stopped with an error")]);
  });

  it("takes values for secret, and says so, where the file does not say what is secret", () => {
    const json = writtenPlan([]);
    const plan = readPlan({
      ...json,
      resource_changes: [{ address: "a_b.c", change: { actions: ["create"], after: values } }],
    });
    expect(plan.changes).toMatchObject([{ type: "a_b", sensitiveAfter: true }]);
    expect(plan.reservations).toEqual([expect.stringContaining("does not say what is secret")]);
  });

  it.each([
    ["is not an object", [], "not an object"],
    ["is a state", { format_version: "1.0", values: {} }, "it is not a plan"],
    ["has a later major version", writtenPlan([], { format_version: "2.0" }), '"2.0"'],
    ["has an earlier major version", writtenPlan([], { format_version: "0.2" }), '"0.2"'],
    ["has no version", writtenPlan([], { format_version: undefined }), "undefined"],
    [
      "has changes that are not a list",
      writtenPlan([], { resource_changes: { a: 1 } }),
      "at resource_changes",
    ],
    [
      "has an action that does not exist",
      writtenPlan([{ address: "a_b.c", actions: ["explode"], after: {} }]),
      '["explode"]',
    ],
    [
      "creates what is there",
      writtenPlan([{ address: "a_b.c", actions: ["create"], before: {}, after: {} }]),
      'has the action "create" and values before it',
    ],
    [
      "destroys what stays",
      writtenPlan([{ address: "a_b.c", actions: ["delete"], before: {}, after: {} }]),
      'has the action "destroy" and values after it',
    ],
    [
      "updates what is not there",
      writtenPlan([{ address: "a_b.c", actions: ["update"], after: {} }]),
      'has the action "update" and no values before it',
    ],
    [
      "lists a resource twice",
      writtenPlan([
        { address: "a_b.c", actions: ["create"], after: {} },
        { address: "a_b.c", actions: ["create"], after: {} },
      ]),
      "lists a_b.c twice",
    ],
    [
      "lost a destroyed resource",
      writtenPlan([], {
        prior_state: { values: { root_module: { resources: [resource("a_b.c")] } } },
        planned_values: { root_module: {} },
      }),
      "a_b.c is there before and not there after",
    ],
    [
      "lost a created resource of a module",
      writtenPlan([], {
        planned_values: {
          root_module: { child_modules: [{ resources: [resource("module.m.a_b.c")] }] },
        },
      }),
      "module.m.a_b.c is not there before and there after",
    ],
    [
      "has something to apply and lists nothing",
      writtenPlan([], { applyable: true }),
      "lists nothing",
    ],
    [
      "nests without end",
      writtenPlan([], {
        variables: { v: { value: JSON.parse("[".repeat(300) + "]".repeat(300)) } },
      }),
      "deeper than",
    ],
  ])("refuses a plan that %s", (_, json, message) => {
    expect(refusal(json)).toContain(message);
  });

  it("reads a plan of -refresh-only, which lists no resources, and never as all that happens", () => {
    const json = writtenPlan([], {
      resource_changes: undefined,
      resource_drift: [written({ address: "a_b.c", actions: ["update"], before: {}, after: {} })],
      prior_state: { values: { root_module: { resources: [resource("a_b.c")] } } },
      planned_values: { root_module: {} },
    });
    const { drift, reservations } = readPlan(json);
    expect(drift.map(({ address }) => address)).toEqual(["a_b.c"]);
    expect(reservations).toEqual([expect.stringContaining("made with -refresh-only")]);
  });

  it("reads a targeted plan, whose untouched resources have no change", () => {
    const module = { root_module: { resources: [resource("a_b.c")] } };
    const json = writtenPlan([], { prior_state: { values: module }, planned_values: module });
    expect(readPlan(json).changes).toEqual([]);
  });
});

describe("readConstructPaths", () => {
  it("reads resources and data sources with their comments", () => {
    const body = (path: string) => ({ "//": { metadata: { path } } });
    const paths = readConstructPaths({
      resource: { aws_kms_key: { K: body("prod/Key"), Other: {} } },
      data: { aws_region: { R: body("prod/Region") } },
    });
    expect([...paths]).toEqual([
      ["aws_kms_key.K", "prod/Key"],
      ["data.aws_region.R", "prod/Region"],
    ]);
  });
});
