import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { scrubbedEnvironment } from "@pictor/terraform";
import { type MadePlan, Workspace } from "./workspace";

const directory = mkdtempSync(join(tmpdir(), "pictor-plan-review-"));
const environment = { ...scrubbedEnvironment(process.env) };
const workspace = (name: string) => new Workspace(join(directory, name), environment);

afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Compares our numbers with Terraform's own. */
function expectSameNumbers({ printed, review }: MadePlan): void {
  const { import: imported, add, change, destroy } = review.summary;
  expect({ import: imported, add, change, destroy }).toEqual(printed);
}

/** An expression of Terraform. */
const ref = (expression: string): string => `\${${expression}}`;

const data = (resources: Record<string, unknown>, more = {}) => ({
  resource: { terraform_data: resources },
  ...more,
});

describe("plans of each kind, by Terraform itself", () => {
  const it_ = workspace("kinds");
  const steps: readonly {
    readonly title: string;
    readonly configuration: unknown;
    readonly options?: readonly string[];
    readonly before?: () => void;
    readonly expected: Partial<MadePlan["review"]["counts"]>;
  }[] = [
    {
      title: "creations, one of them unknown",
      configuration: data({ a: { input: "1" }, b: { input: ref("terraform_data.a.output") } }),
      expected: { create: 2 },
    },
    {
      title: "nothing",
      configuration: data({ a: { input: "1" }, b: { input: ref("terraform_data.a.output") } }),
      expected: { noOp: 2 },
    },
    {
      title: "updates, one of them unknown",
      configuration: data({ a: { input: "2" }, b: { input: ref("terraform_data.a.output") } }),
      expected: { update: 2 },
    },
    {
      title: "a move",
      configuration: data(
        { c: { input: "2" }, b: { input: ref("terraform_data.c.output") } },
        { moved: [{ from: "terraform_data.a", to: "terraform_data.c" }] },
      ),
      expected: { moved: 1, noOp: 1 },
    },
    {
      title: "a replacement that destroys first",
      configuration: data({ c: { input: "2", triggers_replace: ["x"] } }),
      expected: { replace: 1, destroy: 1 },
    },
    {
      title: "a replacement that creates first",
      configuration: data({
        c: { input: "2", triggers_replace: ["y"], lifecycle: { create_before_destroy: true } },
      }),
      expected: { replace: 1 },
    },
    {
      title: "a replacement by request",
      configuration: data({ c: { input: "2", triggers_replace: ["y"] } }),
      options: ["-replace=terraform_data.c"],
      expected: { replace: 1 },
    },
    {
      title: "a replacement of what is tainted",
      configuration: data({ c: { input: "2", triggers_replace: ["y"] } }),
      before: () => it_.taint("terraform_data.c"),
      expected: { replace: 1 },
    },
    {
      title: "an import alone, and one with an update",
      configuration: data(
        { c: { input: "2", triggers_replace: ["y"] }, d: {}, e: { input: "new" } },
        {
          import: [
            { to: "terraform_data.d", id: "one" },
            { to: "terraform_data.e", id: "two" },
          ],
        },
      ),
      expected: { imported: 1, update: 1, noOp: 1 },
    },
    {
      title: "something that is forgotten",
      configuration: data(
        { c: { input: "2", triggers_replace: ["y"] }, e: { input: "new" } },
        { removed: [{ from: "terraform_data.d", lifecycle: { destroy: false } }] },
      ),
      expected: { forgotten: 1, noOp: 2 },
    },
    {
      title: "a target",
      configuration: data({ c: { input: "3", triggers_replace: ["y"] }, e: { input: "other" } }),
      options: ["-target=terraform_data.c"],
      expected: { update: 1 },
    },
    {
      title: "a count, and outputs",
      configuration: data(
        { c: { count: 3, input: ref("count.index") }, e: { input: "other" } },
        { output: { o: { value: ref("terraform_data.e.output") } } },
      ),
      expected: {},
    },
    {
      title: "the end of all",
      configuration: {},
      expected: { destroy: 4 },
    },
  ];

  it.each(steps)(
    "has Terraform's numbers of $title",
    ({ configuration, options, before, expected }) => {
      before?.();
      const made = it_.step(configuration, ...(options ?? []));
      expectSameNumbers(made);
      expect(made.review.counts).toMatchObject(expected);
    },
  );
});

/** Pseudo-random numbers, the same in every run (xorshift32). */
function chances(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}

describe("forty plans of a stack that changes at random", () => {
  it("have Terraform's numbers, and leave out nothing", () => {
    const chance = chances(20261129);
    const stack = workspace("random");
    let there = new Map<string, string>();
    const total = { import: 0, add: 0, change: 0, destroy: 0 };
    let moves = 0;
    for (let step = 0; step < 40; step += 1) {
      const resources: Record<string, unknown> = {};
      const moved: unknown[] = [];
      const imports: unknown[] = [];
      const removed: unknown[] = [];
      const next = new Map<string, string>();
      const place = (name: string, trigger: string) => {
        next.set(name, trigger);
        resources[name] = {
          input: chance(3) === 0 ? "same" : `v${step}`,
          triggers_replace: [trigger],
          lifecycle: { create_before_destroy: chance(2) === 0 },
        };
      };
      for (const [name, trigger] of there) {
        const choice = chance(8);
        if (choice === 0) continue;
        if (choice === 1) {
          removed.push({ from: `terraform_data.${name}`, lifecycle: { destroy: false } });
        } else if (choice === 2) {
          const to = `${name}_${step}`;
          moved.push({ from: `terraform_data.${name}`, to: `terraform_data.${to}` });
          place(to, trigger);
        } else place(name, choice === 3 ? `t${step}` : trigger);
      }
      for (let fresh = chance(5); fresh > 0; fresh -= 1) place(`r${step}_${fresh}`, "t");
      if (chance(3) === 0) {
        resources[`i${step}`] = {};
        imports.push({ to: `terraform_data.i${step}`, id: `id${step}` });
      }
      const made = stack.step(data(resources, { moved, removed, import: imports }));
      expectSameNumbers(made);
      for (const word of ["import", "add", "change", "destroy"] as const) {
        total[word] += made.printed[word];
      }
      moves += made.json.match(/"previous_address"/g)?.length ?? 0;
      there = next;
    }
    // The walk met everything, else it would show little.
    expect(Math.min(...Object.values(total), moves)).toBeGreaterThan(10);
  });
});

describe("what Terraform knows to be secret", () => {
  it("is in no review, and its change is", () => {
    const stack = workspace("secret");
    const secretly = (value: string) => ({
      variable: { token: { sensitive: true, default: value } },
      resource: {
        terraform_data: {
          a: { input: { inner: ref("var.token"), plain: "shown" } },
          b: { triggers_replace: ref("var.token") },
        },
      },
      output: { o: { value: ref("terraform_data.a.output"), sensitive: true } },
    });
    stack.step(secretly("correct-horse-battery"));
    const { json, review } = stack.step(secretly("staple-of-another-kind"));
    expect(json).toContain("correct-horse-battery");
    expect(JSON.stringify(review)).not.toMatch(/correct-horse|staple-of/);
    expect(JSON.stringify(review)).toContain("(secret, changed)");
    expect(review.losses).toMatchObject([
      { address: "terraform_data.b", forcedBy: ["triggers_replace"] },
    ]);
  });
});
