import { isToken, literalProblems, printed } from "@pictor/contracts";
import { Fn, Lazy, TerraformStack, TerraformVariable, Testing, Token } from "cdktf";
import fc from "fast-check";

describe("isToken", () => {
  const variable = new TerraformVariable(new TerraformStack(Testing.app(), "test"), "v", {});

  it.each([
    ["a string", variable.stringValue],
    ["part of a string", `arn:${variable.stringValue}:x`],
    ["a written expression", `\${aws_vpc.this.id}`],
    ["a number", variable.numberValue],
    ["a list", variable.listValue],
    ["a list of numbers", Token.asNumberList(variable)],
    ["an item of a list", ["a", variable.stringValue]],
    ["a function's result", Fn.upper("x")],
    ["a lazy value", Lazy.anyValue({ produce: () => 1 })],
    ["a resolvable", variable.booleanValue],
  ])("is true of %s as CDKTF encodes it", (_, value) => {
    expect(isToken(value)).toBe(true);
  });

  it("agrees with CDKTF on every number, string and list of strings", () => {
    const literal = fc.oneof(fc.double(), fc.integer(), fc.string(), fc.array(fc.string()));
    fc.assert(
      fc.property(literal, (value) => {
        fc.pre(!JSON.stringify(value)?.includes("{"));
        expect(isToken(value)).toBe(Token.isUnresolved(value));
      }),
    );
  });

  it.each([undefined, null, true, {}, [], Number.NaN, Number.POSITIVE_INFINITY, -0, "$ { x }"])(
    "is false of %p",
    (value) => {
      expect(isToken(value)).toBe(false);
    },
  );

  it("names the prop and the reason, and never prints the encoding", () => {
    expect(
      literalProblems({ rate: variable.numberValue, burst: 5 }, "a limit is computed from it"),
    ).toEqual(["rate must be a literal, got a token: a limit is computed from it"]);
    expect([printed(variable.stringValue), printed("x"), printed(3)]).toEqual([
      "a token",
      "'x'",
      "3",
    ]);
  });
});
