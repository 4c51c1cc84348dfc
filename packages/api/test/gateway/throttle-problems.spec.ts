import { TerraformStack, TerraformVariable, Testing } from "cdktf";
import { throttleProblems } from "../../src/gateway/throttle-problems";
import { build } from "../stack";

const token = new TerraformVariable(new TerraformStack(Testing.app(), "test"), "v", {}).numberValue;
const throttle = { rate: 500, burst: 1000 };

describe("the limits of an API", () => {
  it("may be tokens where nothing is computed from them, and reach the stage as they are", () => {
    const firewall = { kind: "on", requestsPerSecondPerAddress: 500 } as const;
    const tokens = { rate: token, burst: token };
    expect(throttleProblems({ throttle: tokens, firewall })).toEqual([]);
    expect(throttleProblems({ throttle: tokens, firewall: { kind: "off" } })).toEqual([]);
    const { api, out } = build({ api: { throttle: tokens, firewall } });
    expect(api.node.validate()).toEqual([]);
    const { settings } = out.single("aws_api_gateway_method_settings");
    expect(JSON.stringify(settings)).toContain("var.v");
    expect(api.node.metadata.map(({ data }) => String(data)).join()).not.toMatch(/e\+\d/);
  });

  it("are refused as tokens where the firewall's limit is computed from them", () => {
    const firewall = { kind: "on" } as const;
    expect(throttleProblems({ throttle: { ...throttle, rate: token }, firewall })).toEqual([
      "throttle.rate is a token, from which the firewall's limit cannot be computed: give firewall.requestsPerSecondPerAddress as a literal",
    ]);
    const own = { ...firewall, requestsPerSecondPerAddress: token };
    expect(throttleProblems({ throttle, firewall: own })).toEqual([
      "firewall.requestsPerSecondPerAddress must be a literal, got a token: the firewall's limit is computed from it",
    ]);
    const { api } = build({ api: { throttle: { ...throttle, rate: token } } });
    expect(api.node.validate()).toHaveLength(1);
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])("are refused where they are %p", (bad) => {
    const firewall = { kind: "on", requestsPerSecondPerAddress: bad } as const;
    expect(throttleProblems({ throttle: { rate: bad, burst: bad }, firewall })).toEqual([
      `throttle.rate must be a number above 0, got ${bad}`,
      `throttle.burst must be a whole number above 0, got ${bad}`,
      `firewall.requestsPerSecondPerAddress must be a number above 0, at most 6666666, got ${bad}`,
    ]);
  });
});
