import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { AwsProvider, type AwsProviderConfig } from "@cdktf/provider-aws/lib/provider";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { providerProblems } from "@pictor/contracts";
import { TerraformStack, TerraformVariable, Testing } from "cdktf";
import { Construct } from "constructs";

const place = { accountId: "123456789012", region: "eu-central-1" };
const assumeRole = (...accounts: readonly string[]) =>
  accounts.map((account) => ({ roleArn: `arn:aws:iam::${account}:role/deploy` }));

/** A construct with a queue and a role, in a stack with one provider. */
function stackWith(config: AwsProviderConfig): { stack: TerraformStack; own: Construct } {
  const stack = new TerraformStack(Testing.app(), "s");
  const own = new Construct(stack, "Own");
  new SqsQueue(own, "Queue");
  new IamRole(own, "Role", { assumeRolePolicy: "{}" });
  new AwsProvider(stack, "Aws", config);
  return { stack, own };
}

const problems = (config: AwsProviderConfig) => providerProblems(stackWith(config).own, place);

describe("a construct's place beside its AWS provider's", () => {
  it.each<[AwsProviderConfig]>([
    [{}],
    [{ region: "eu-central-1" }],
    [{ allowedAccountIds: ["210987654321", "123456789012"] }],
    [{ forbiddenAccountIds: ["210987654321"] }],
    [{ assumeRole: assumeRole("210987654321", "123456789012") }],
  ])("is right with %j", (config) => {
    expect(problems(config)).toEqual([]);
  });

  it.each<[AwsProviderConfig, RegExp]>([
    [
      { region: "eu-west-1" },
      /^region is 'eu-central-1', but AWS provider 's\/Aws' is in 'eu-west-1'/,
    ],
    [{ allowedAccountIds: ["210987654321"] }, /^accountId .* allows only '210987654321'/],
    [{ forbiddenAccountIds: ["123456789012"] }, /^accountId .* forbids this account/],
    [
      { assumeRole: assumeRole("123456789012", "210987654321") },
      /^accountId .* assumes a role of account '210987654321'/,
    ],
    [
      { assumeRoleWithWebIdentity: assumeRole("210987654321") },
      /^accountId .* assumes a role of account '210987654321'/,
    ],
  ])("is wrong with %j", (config, problem) => {
    expect(problems(config)).toEqual([expect.stringMatching(problem)]);
  });

  it("is not judged where either is known to Terraform alone", () => {
    const stack = new TerraformStack(Testing.app(), "s");
    const later = new TerraformVariable(stack, "later", { type: "string" }).stringValue;
    new AwsProvider(stack, "Aws", {
      region: later,
      allowedAccountIds: [later],
      assumeRole: [{ roleArn: later }],
    });
    expect(providerProblems(stack, place)).toEqual([]);
    expect(problems({ region: "eu-central-1", allowedAccountIds: [later] })).toEqual([]);
    expect(
      providerProblems(stackWith({ allowedAccountIds: ["210987654321"] }).own, {
        ...place,
        accountId: later,
      }),
    ).toEqual([]);
  });

  it("is compared with the provider that its resources name, and not with another of the stack", () => {
    const { stack, own } = stackWith({ region: "eu-west-1" });
    const provider = new AwsProvider(stack, "Central", { region: "eu-central-1", alias: "c" });
    for (const child of own.node.children) (child as SqsQueue).provider = provider;
    expect(providerProblems(own, place)).toEqual([]);
  });

  it("takes a provider of any region for what has no region", () => {
    const { stack, own } = stackWith({ region: "eu-central-1" });
    const provider = new AwsProvider(stack, "West", { region: "eu-west-1", alias: "w" });
    (own.node.findChild("Role") as IamRole).provider = provider;
    expect(providerProblems(own, place)).toEqual([]);
    (own.node.findChild("Queue") as SqsQueue).provider = provider;
    expect(providerProblems(own, place)).toEqual([expect.stringContaining("'s/West'")]);
  });

  it("is compared for a construct without resources too", () => {
    const { stack } = stackWith({ region: "eu-west-1" });
    expect(providerProblems(new Construct(stack, "Empty"), place)).toHaveLength(1);
  });
});
