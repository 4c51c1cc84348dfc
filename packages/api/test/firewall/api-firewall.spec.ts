import { TerraformStack, Testing } from "cdktf";
import fc from "fast-check";
import { ApiFirewall, type ApiFirewallProps, type FirewallRule } from "../../src";
import { atLeastPattern } from "../../src/firewall/at-least-pattern";
import { firewallRules, longestBody } from "../../src/firewall/firewall-rules";
import { gatewayResponseCodes } from "../../src/gateway/gateway-responses";
import { build, encryptionKey } from "../stack";

interface Rule {
  readonly name: string;
  readonly priority: number;
  readonly action?: object;
  readonly overrideAction?: object;
  readonly visibilityConfig: object;
  readonly statement: {
    readonly managed_rule_group_statement?: {
      readonly name: string;
      readonly rule_action_override?: readonly { name: string; action_to_use: object }[];
    };
    readonly rate_based_statement?: { readonly limit: number; readonly aggregate_key_type: string };
    readonly regex_match_statement?: { readonly regex_string: string };
  };
}

const rules = firewallRules(1000) as unknown as readonly Rule[];
const managed = (name: string) =>
  rules.find(({ statement }) => statement.managed_rule_group_statement?.name === name);

describe("the firewall's rules", () => {
  it("leave one client the whole throttle", () => {
    const [rate] = rules.flatMap(({ statement }) => statement.rate_based_statement ?? []);
    expect(rate).toMatchObject({ limit: 1000 * 300, aggregate_key_type: "IP" });
  });

  it("let images pass AWS's common rules", () => {
    const overrides = managed("AWSManagedRulesCommonRuleSet")?.statement
      .managed_rule_group_statement?.rule_action_override;
    expect(overrides).toEqual(
      ["SizeRestrictions_BODY", "CrossSiteScripting_BODY"].map((name) => ({
        name,
        action_to_use: { count: {} },
      })),
    );
  });

  it("take known bad inputs as AWS does, and block no data centres", () => {
    const bad = managed("AWSManagedRulesKnownBadInputsRuleSet");
    expect(bad?.overrideAction).toEqual({ none: {} });
    expect(bad?.statement.managed_rule_group_statement).not.toHaveProperty("rule_action_override");
    expect(managed("AWSManagedRulesAnonymousIpList")).toBeUndefined();
  });

  it("each do something, are counted but not sampled, and have a place of their own", () => {
    for (const rule of rules) {
      expect(Boolean(rule.action) !== Boolean(rule.overrideAction)).toBe(true);
      // A sample holds the headers, and so the key.
      expect(rule.visibilityConfig).toEqual({
        ...{ metricName: rule.name, cloudwatchMetricsEnabled: true },
        sampledRequestsEnabled: false,
      });
    }
    expect(new Set(rules.map(({ priority }) => priority)).size).toBe(rules.length);
  });

  it("refuse by its stated length what no image in JSON can be, and nothing smaller", () => {
    const [{ regex_string = "" } = {}] = rules.flatMap(
      ({ statement }) => statement.regex_match_statement ?? [],
    );
    const blocked = (length: number) => new RegExp(regex_string).test(String(length));
    const json = JSON.stringify({ image: Buffer.alloc(4_000_000).toString("base64") });
    expect([json.length, longestBody, longestBody + 1, 10_485_760].map(blocked)).toEqual([
      false,
      false,
      true,
      true,
    ]);
    // WAF's own limit: https://docs.aws.amazon.com/waf/latest/developerguide/limits.html
    expect(regex_string.length).toBeLessThanOrEqual(200);
  });
});

describe("what the firewall refuses", () => {
  it("is answered by the gateway, whose answers say what was wrong in the shape of every other", () => {
    // A response of the firewall's own would come before the gateway's: without its type, without its request id.
    expect(JSON.stringify(rules)).not.toContain("custom_response");
    expect(gatewayResponseCodes.WAF_FILTERED).toBe("filtered");
  });
});

describe("atLeastPattern", () => {
  it("matches exactly the numbers from there on", () => {
    const whole = fc.integer({ min: 1, max: 99_999_999 });
    fc.assert(
      fc.property(whole, whole, fc.integer({ min: -2, max: 2 }), (least, other, near) => {
        const pattern = new RegExp(atLeastPattern(least));
        for (const number of [other, Math.max(least + near, 0)]) {
          expect(pattern.test(String(number))).toBe(number >= least);
        }
      }),
    );
  });
});

describe("ApiFirewall", () => {
  it("stands before the stage, and logs what it stops without who called", () => {
    const { out, api } = build();
    expect(out.single("aws_wafv2_web_acl_association")).toMatchObject({
      resource_arn: expect.stringMatching(/aws_api_gateway_stage\..*\.arn/),
      web_acl_arn: expect.stringMatching(/aws_wafv2_web_acl\..*\.arn/),
    });
    const logging = out.single("aws_wafv2_web_acl_logging_configuration");
    expect(logging.redacted_fields).toEqual([
      { single_header: { name: "x-api-key" } },
      { single_header: { name: "authorization" } },
    ]);
    const [log] = out
      .resources("aws_cloudwatch_log_group")
      .filter(({ name }) => String(name).startsWith("aws-waf-logs-"));
    expect(log).toMatchObject({ retention_in_days: 30, kms_key_id: expect.any(String) });
    expect(api.firewall?.metrics.blockedRequests.dimensions).toMatchObject({
      WebACL: "pictor-test",
    });
    expect(out.single("aws_wafv2_web_acl").visibility_config).toMatchObject({
      metric_name: "pictor-test",
      cloudwatch_metrics_enabled: true,
      sampled_requests_enabled: false,
    });
  });

  it("is left out where it is switched off, and limits an address as told", () => {
    const { out, api } = build({ api: { firewall: { kind: "off" } } });
    expect(api.firewall).toBeUndefined();
    expect(out.addresses().filter((address) => address.startsWith("aws_wafv2"))).toEqual([]);
    const limited = build({ api: { firewall: { kind: "on", requestsPerSecondPerAddress: 2 } } });
    expect(JSON.stringify(limited.out.single("aws_wafv2_web_acl").rule)).toContain('"limit":600');
  });

  describe("additional rules", () => {
    const block = { action: { block: {} }, statement: { geo_match_statement: {} } };
    const made = (...additionalRules: FirewallRule[]) => {
      const { api, out } = build({ api: { firewall: { kind: "on", additionalRules } } });
      const { rule } = out.single("aws_wafv2_web_acl") as { rule: Record<string, unknown>[] };
      return { problems: api.node.validate(), rule };
    };

    it("are asked before the firewall's own or after them, in their order", () => {
      const { problems, rule } = made(
        { name: "Last", ...block },
        { name: "First", place: "first", ...block },
        { name: "Second", place: "first", ...block },
      );
      expect(problems).toEqual([]);
      const names = rule.map(({ name }) => name);
      expect(names.slice(0, 3)).toEqual(["First", "Second", "RatePerAddress"]);
      expect(names.at(-1)).toBe("Last");
      expect(rule.map(({ priority }) => priority)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
      expect(rule.at(-1)).toEqual({
        ...{ name: "Last", priority: 7, ...block },
        visibility_config: {
          ...{ metric_name: "Last", cloudwatch_metrics_enabled: true },
          sampled_requests_enabled: false,
        },
      });
    });

    it("change nothing of the firewall's own where there are none", () => {
      expect(made().rule).toEqual(build().out.single("aws_wafv2_web_acl").rule);
    });

    it.each<[FirewallRule[], RegExp]>([
      [[{ name: "a b", ...block }], /^firewall.additionalRules\[0\].name is 'a b', it must be/],
      [
        [{ name: "ContentLength", ...block }],
        /^firewall.additionalRules\[0\].name is 'ContentLength', which another rule of the web ACL/,
      ],
      [
        [
          { name: "Twice", ...block },
          { name: "Twice", ...block },
        ],
        /^firewall.additionalRules\[1\].name is 'Twice', which another/,
      ],
      [
        [{ name: "Idle", statement: {} }],
        /^firewall.additionalRules\[0\] must have action, or overrideAction/,
      ],
      [
        [{ name: "Both", overrideAction: { none: {} }, ...block }],
        /^firewall.additionalRules\[0\] must have action, or overrideAction/,
      ],
    ])("are refused in words: %j", (rules, text) => {
      expect(made(...rules).problems).toEqual([expect.stringMatching(text)]);
    });
  });

  describe("a rule of one's own", () => {
    const own = { name: "Own", priority: 5, action: { block: {} } };
    const rulesWith = (path: string) => {
      const built = build();
      built.api.firewall?.resource.addOverride(path, own);
      const firewall = built.api.firewall as ApiFirewall;
      return { firewall, rules: () => webAcl(firewall).rule };
    };

    it("is added behind the five by an override", () => {
      const { firewall, rules } = rulesWith("rule.5");
      expect(rules().map(({ name }) => name)).toEqual([
        "RatePerAddress",
        "ContentLength",
        "AWSManagedRulesCommonRuleSet",
        "AWSManagedRulesKnownBadInputsRuleSet",
        "AWSManagedRulesAmazonIpReputationList",
        "Own",
      ]);
      expect(firewall.node.validate()).toEqual([]);
    });

    it("changes one of the five where it has its number", () => {
      const built = build();
      built.api.firewall?.resource.addOverride("rule.1.action", { count: {} });
      expect(webAcl(built.api.firewall as ApiFirewall).rule[1]).toMatchObject({
        name: "ContentLength",
        action: { block: {}, count: {} },
      });
    });

    it("is refused where it would leave a gap", () => {
      expect(rulesWith("rule.99").firewall.node.validate()).toEqual([
        'the web ACL has rule.99, but no rule.5: add the next rule by addOverride("rule.5", …)',
      ]);
    });
  });

  it.each<[Partial<ApiFirewallProps>, RegExp]>([
    [{ name: "a b" }, /^name is 'a b', it must be 1 to 128 letters/],
    [{ region: "Frankfurt" }, /^region 'Frankfurt' must be/],
    [
      { requestsPerSecondPerAddress: -1 },
      /^requestsPerSecondPerAddress must be a number above 0, at most 6666666, got -1/,
    ],
    [{ requestsPerSecondPerAddress: 7_000_000 }, /^requestsPerSecondPerAddress must be/],
    [{ logRetentionDays: 29 }, /^logRetentionDays must be one of/],
    [{ encryptionKey: { arn: "k" } }, /^encryptionKey.arn 'k' must be/],
  ])("refuses %j also without an API around it", (changes, problem) => {
    const firewall = new ApiFirewall(new TerraformStack(Testing.app(), "test"), "Firewall", {
      ...{ name: "own", region: "eu-central-1", stageArn: "arn", encryptionKey },
      ...{ requestsPerSecondPerAddress: 1, logRetentionDays: 30, ...changes },
    });
    expect(firewall.node.validate()).toEqual([expect.stringMatching(problem)]);
  });
});

/** The web ACL as it is synthesised, overrides and all. */
function webAcl({ resource }: ApiFirewall): { readonly rule: readonly { name: string }[] } {
  const [attributes] = Object.values(resource.toTerraform().resource.aws_wafv2_web_acl);
  return attributes as { rule: { name: string }[] };
}
