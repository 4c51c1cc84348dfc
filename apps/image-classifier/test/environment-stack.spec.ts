import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Synthesised } from "@pictor/testing";
import { Testing } from "cdktf";
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
      "arn:aws:iam::000000000000:policy/pictor-us-east-1-workloads",
      "arn:aws:iam::000000000000:policy/pictor-us-east-1-workloads",
    ]);
  });
});
