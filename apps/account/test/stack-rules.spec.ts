import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { logGroupProblems, namesTakenTwice, Synthesised } from "@pictor/testing";
import { Testing } from "cdktf";
import { AccountStack } from "../src/account-stack";
import { accountId, deploymentOf, people, region, synthesised } from "./fixture";

/** What the state's access log is kept for, too. */
const retentionDays = 365;

describe("every log group of the account", () => {
  it("is encrypted and kept for a year", () => {
    expect(logGroupProblems(synthesised(), retentionDays)).toEqual([]);
  });

  it("would be found without a key and an end", () => {
    const stack = new AccountStack(
      Testing.app(),
      "account",
      { accountId, region, state: { kind: "s3" } },
      [deploymentOf(people)],
    );
    new CloudwatchLogGroup(stack, "Bare", { name: "bare" });
    expect(logGroupProblems(new Synthesised(Testing.synth(stack)), retentionDays)).toEqual([
      "log group 'bare' has no KMS key",
      "log group 'bare' keeps its entries for ever days, not for 365",
    ]);
  });
});

describe("what Terraform creates before it destroys the old one", () => {
  it("depends on nothing of the account with a fixed name", () => {
    expect(namesTakenTwice(synthesised().text())).toEqual([]);
  });
});

describe("everything of the account that can carry tags", () => {
  it("has those that costs are allocated by, from the only provider that there is", () => {
    const { provider, resource } = JSON.parse(synthesised().text());
    expect(provider.aws).toEqual([
      expect.objectContaining({
        default_tags: [{ tags: { Project: "pictor", Stack: "account" } }],
      }),
    ]);
    const made = Object.values<Record<string, object>>(resource).flatMap(Object.values);
    expect(made.length).toBeGreaterThan(0);
    // A resource's own tag of the same key would win over the provider's.
    expect(made.filter((one) => "tags" in one)).toEqual([]);
  });
});
