import {
  advance,
  describeErrors,
  noProgress,
  parseTerraformLine,
  readableTerraformLine,
} from "../src";

function line(value: object): string {
  return JSON.stringify({ "@message": "text", ...value });
}

function hook(type: string, addr: string, action = "create"): string {
  return line({ type, hook: { action, resource: { addr } } });
}

const plan = line({
  type: "change_summary",
  changes: { add: 2, change: 1, import: 0, remove: 1, operation: "plan" },
});

describe("the progress of an apply", () => {
  it("counts every change of the plan, and what is being worked on", () => {
    const lines = [
      plan,
      hook("apply_start", "a.one"),
      hook("apply_start", "a.two"),
      hook("apply_complete", "a.one"),
    ];
    const progress = lines.map(parseTerraformLine).reduce(advance, noProgress);
    expect(progress).toEqual({ done: 1, total: 4, active: ["a.two"] });
  });

  it("leaves out data sources that are read on the way, which the plan does not count", () => {
    const lines = [
      plan,
      hook("apply_start", "data.a.b", "read"),
      hook("apply_complete", "data.a.b", "read"),
    ];
    expect(lines.map(parseTerraformLine).reduce(advance, noProgress)).toMatchObject({ done: 0 });
  });

  it("does not take the apply's own summary for a plan", () => {
    const summary = line({
      type: "change_summary",
      changes: { add: 9, change: 0, remove: 0, operation: "apply" },
    });
    expect(parseTerraformLine(summary)).toEqual({ kind: "message" });
  });

  it("tells waiting from progress", () => {
    expect(parseTerraformLine(hook("apply_progress", "a.one")).kind).toBe("waiting");
  });
});

describe("lines of Terraform", () => {
  const diagnostic = {
    severity: "error" as const,
    summary: "Bad bucket",
    detail: "It is taken.",
    address: "aws_s3_bucket.a",
  };

  it.each(["", "Successfully configured the backend", "{not json"])("survive '%s'", (text) => {
    expect(parseTerraformLine(text)).toEqual({ kind: "message" });
    expect(readableTerraformLine(text)).toBe(text);
  });

  it("are readable in the log, with an error's detail", () => {
    const text = line({ type: "diagnostic", "@message": "Error: Bad bucket", diagnostic });
    expect(readableTerraformLine(text)).toBe("Error: Bad bucket\nIt is taken.");
  });

  it("make one text of all errors: address, summary, detail; each once, no warnings", () => {
    const warning = { ...diagnostic, severity: "warning" as const, summary: "Old" };
    expect(describeErrors([diagnostic, warning, diagnostic])).toBe(
      "aws_s3_bucket.a: Bad bucket\nIt is taken.",
    );
  });
});
