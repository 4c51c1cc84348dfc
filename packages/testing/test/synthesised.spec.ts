import { TerraformOutput, TerraformResource } from "cdktf";
import { synthesise } from "../src/index";

const stack = synthesise((scope) => {
  for (const id of ["A", "B"]) new TerraformResource(scope, id, { terraformResourceType: "twice" });
  new TerraformResource(scope, "C", { terraformResourceType: "once" });
  new TerraformOutput(scope, "answer", { value: 42, staticId: true });
});

describe("Synthesised", () => {
  it("finds resources by type", () => {
    expect(stack.resources("twice")).toHaveLength(2);
    expect(stack.resources("never")).toEqual([]);
    expect(stack.addresses()).toEqual(["once.C", "twice.A", "twice.B"]);
  });

  it("refuses to choose where there is not exactly one, and says what there is", () => {
    expect(stack.single("once")).toBeDefined();
    expect(() => stack.single("twice")).toThrow("expected one twice, found 2 among once, twice");
    expect(() => stack.single("never")).toThrow("expected one never, found 0");
  });

  it("reads outputs", () => {
    expect(stack.output("answer")).toBe(42);
    expect(() => stack.output("question")).toThrow("no output 'question'");
  });
});
