import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Synthesised } from "@pictor/testing";
import { TerraformResource, Testing } from "cdktf";
import { Construct } from "constructs";
import { local } from "../environments/local";
import { EnvironmentStack } from "../src/environment-stack";

class Probe extends EnvironmentStack {
  public constructor() {
    super(Testing.app(), "probe", local);
    for (const scope of [this, new Construct(this, "Deep")]) {
      new IamRole(scope, "Role", { assumeRolePolicy: "{}" });
    }
  }
}

describe("EnvironmentStack", () => {
  it("puts the account's boundary on every role, without which the deploy role may make none", () => {
    const roles = new Synthesised(Testing.synth(new Probe())).resources("aws_iam_role");
    expect(roles.map((role) => role.permissions_boundary)).toEqual([
      "arn:aws:iam::000000000000:policy/pictor-local-us-east-1-workloads",
      "arn:aws:iam::000000000000:policy/pictor-local-us-east-1-workloads",
    ]);
  });

  it("knows a role by its type, also where its class is of another copy of the provider", () => {
    const stack = new Probe();
    class OtherRole extends TerraformResource {
      public permissionsBoundary = "";
    }
    const role = new OtherRole(stack, "Other", { terraformResourceType: "aws_iam_role" });
    const key = new OtherRole(stack, "Key", { terraformResourceType: "aws_kms_key" });
    Testing.synth(stack);
    expect(role.permissionsBoundary).toMatch(/policy\/pictor-local-us-east-1-workloads$/);
    expect(key.permissionsBoundary).toBe("");
  });
});
