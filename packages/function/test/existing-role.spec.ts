import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { policyDocument } from "@pictor/contracts";
import { synthesise } from "@pictor/testing";
import { Fn, TerraformOutput, TerraformVariable } from "cdktf";
import { existingRole, type HardenedFunctionProps } from "../src";
import { grantedPolicy, grantedStatements, isExistingRole } from "../src/existing-role";
import { build, network } from "./built";

const place = { accountId: "123456789012", region: "eu-central-1" };
const existing: HardenedFunctionProps["role"] = {
  kind: "existing",
  roleName: "their-lambda",
  path: "/service-role/",
};
const statement = (Sid: string) =>
  ({ Sid, Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::b/*" }) as const;

/** Sids of a policy document. */
const sids = (document: string): readonly string[] =>
  JSON.parse(document).Statement.map(({ Sid }: { Sid: string }) => Sid);

describe("a function with a role that exists", () => {
  const grant: HardenedFunctionProps["grant"] = (role) => {
    new IamRolePolicy(role, "Read", {
      role: role.name,
      policy: policyDocument([statement("ReadBucket")]),
    });
  };
  const vpc = { kind: "vpc", network } as const;

  it("runs as that role, and neither creates one nor attaches a policy", () => {
    const { out } = build({ role: existing, grant });
    expect(out.single("aws_lambda_function").role).toBe(
      "arn:aws:iam::123456789012:role/service-role/their-lambda",
    );
    expect(out.text()).not.toMatch(/aws_iam_role/);
    expect(out.single("aws_lambda_function").depends_on ?? []).toEqual([]);
  });

  it("tells all that a role would have got that is created here", () => {
    const own = build({ grant, network: vpc });
    const theirs = build({ grant, network: vpc, role: existing });
    const attached = own.out
      .resources("aws_iam_role_policy")
      .flatMap(({ policy }) => JSON.parse(String(policy)).Statement);
    const required: unknown[] = JSON.parse(theirs.only.requiredPolicy()).Statement;
    expect(required).toHaveLength(attached.length);
    expect(required).toEqual(expect.arrayContaining(attached));
    expect(sids(own.only.requiredPolicy())).toContain("ReadBucket");
    expect(sids(own.only.requiredPolicy())).toContain("ManageInterfaces");
    expect(theirs.only.requiredTrust()).toBe(own.out.single("aws_iam_role").assume_role_policy);
  });

  it("says what it does not do", () => {
    const { only } = build({ role: existing });
    expect(only.node.metadata.map(({ data }) => data)).toEqual([
      "role 'their-lambda' exists, so nothing is attached to it: it must allow what requiredPolicy() returns, and trust whom requiredTrust() names",
    ]);
  });

  it("may have a name as long as Lambda takes, since no role is named by it", () => {
    const functionName = "f".repeat(64);
    expect(build({ role: existing, functionName }).only.node.validate()).toEqual([]);
    expect(build({ functionName }).only.node.validate()).toEqual([
      expect.stringMatching(/at most 51 fit: its role is named/),
    ]);
  });

  it.each<[NonNullable<HardenedFunctionProps["role"]>, RegExp]>([
    [
      { kind: "existing", roleName: "service-role/theirs" },
      /^role.roleName is 'service-role\/theirs', it must be 1 to 64 .*: its path belongs into path$/,
    ],
    [{ kind: "existing", roleName: "r", path: "team" }, /^role.path is 'team', it must be/],
    [{ kind: "create", permissionsBoundaryArn: "x" }, /^role.permissionsBoundaryArn is 'x', it/],
  ])("refuses %j", (role, text) => {
    expect(build({ role }).only.node.validate()).toEqual([expect.stringMatching(text)]);
  });

  it("states the problems of subnets that are to stand in the policy", () => {
    const shared = { ...network, subnetArns: ["subnet-1"] };
    const { only } = build({ role: existing, network: { kind: "vpc", network: shared } });
    expect(only.node.validate()).toEqual([
      "network.subnetArns has 'subnet-1', which is no ARN of a subnet",
    ]);
  });
});

describe("a role that is created", () => {
  it("is bounded, if asked for", () => {
    const permissionsBoundaryArn = "arn:aws:iam::123456789012:policy/boundary";
    const bounded = build({ role: { kind: "create", permissionsBoundaryArn } }).out;
    expect(bounded.single("aws_iam_role").permissions_boundary).toBe(permissionsBoundaryArn);
    expect(build().out.single("aws_iam_role")).not.toHaveProperty("permissions_boundary");
  });
});

describe("security groups that exist", () => {
  const withGroups = (securityGroupIds: string[], connect?: () => void) =>
    build({
      network: { kind: "vpc", network, securityGroupIds, ...(connect && { connect }) },
    });

  it("are the function's, without a rule and without a group of its own", () => {
    const connect = jest.fn();
    const { only, out } = withGroups(["sg-1a", "sg-2b"], connect);
    expect(out.single("aws_lambda_function").vpc_config).toEqual({
      subnet_ids: ["subnet-1", "subnet-2"],
      security_group_ids: ["sg-1a", "sg-2b"],
    });
    expect(out.resources("aws_security_group")).toEqual([]);
    expect(connect).not.toHaveBeenCalled();
    expect(only.securityGroup).toBeUndefined();
    expect(only.node.metadata.map(({ data }) => data)).toEqual([
      "security groups 'sg-1a', 'sg-2b' exist, so no rule is added to them: they must let the function reach what it calls",
    ]);
  });

  it("are one to five, by their ids", () => {
    expect(withGroups([]).only.node.validate()).toEqual([
      "network.securityGroupIds must name one to 5 security groups, got 0",
    ]);
    expect(withGroups(["default"]).only.node.validate()).toEqual([
      "network.securityGroupIds has 'default', which is no id of a security group: sg-…",
    ]);
  });
});

describe("what a role was granted", () => {
  const role = () => existingRole({ ...place, roleName: "r" });

  it("has Sids that are unique, as a policy's must be", () => {
    const it = role();
    for (const id of ["One", "Two"]) {
      new IamRolePolicy(it, id, { role: it.name, policy: policyDocument([statement("Read")]) });
    }
    expect(sids(grantedPolicy(it))).toEqual(["Read", "Read2"]);
  });

  it("keeps what only Terraform knows", () => {
    const out = synthesise((stack) => {
      const bucket = new TerraformVariable(stack, "bucket", { type: "string" }).stringValue;
      const it = role();
      const policy = policyDocument([{ ...statement("Read"), Resource: bucket }]);
      new IamRolePolicy(it, "One", { role: it.name, policy });
      new TerraformOutput(stack, "policy", { value: grantedPolicy(it), staticId: true });
    });
    expect(String(out.output("policy"))).toContain(["$", "{var.bucket}"].join(""));
  });

  it("refuses a policy that is no document at synthesis", () => {
    const it = role();
    new IamRolePolicy(it, "One", { role: it.name, policy: Fn.jsonencode({ a: 1 }) });
    expect(() => grantedStatements(it)).toThrow(
      /policy '.*One' of a role .* is no JSON at synthesis/,
    );
  });

  it("is asked of any role; one that exists is known by its literals", () => {
    const it = role();
    expect([it.name, it.arn]).toEqual(["r", "arn:aws:iam::123456789012:role/r"]);
    expect(isExistingRole(it)).toBe(true);
    expect(isExistingRole(build().only.role)).toBe(false);
  });
});
