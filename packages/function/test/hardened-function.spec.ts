import { join } from "node:path";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { hiddenMembers, hiddenResources } from "@pictor/testing";
import { type HardenedFunction, runtimeCatalogue } from "../src";
import { build, encryptionKey, network } from "./built";

const warnings = (built: HardenedFunction) => built.node.metadata.map(({ data }) => String(data));

describe("HardenedFunction", () => {
  it("runs its zip with an encrypted log, traces and nothing reserved", () => {
    const { out } = build();
    expect(out.single("aws_lambda_function")).toMatchObject({
      function_name: "cleaning",
      filename: expect.stringMatching(/built\.ts$/),
      source_code_hash: "aGFzaA==",
      runtime: "nodejs22.x",
      handler: "index.handler",
      timeout: 60,
      memory_size: 512,
      kms_key_arn: encryptionKey.arn,
      reserved_concurrent_executions: -1,
      tracing_config: { mode: "Active" },
      logging_config: { log_format: "JSON" },
      publish: true,
    });
    expect(out.single("aws_cloudwatch_log_group")).toMatchObject({
      name: "/aws/lambda/cleaning",
      retention_in_days: 30,
      kms_key_id: encryptionKey.arn,
    });
  });

  it("has no environment and no network where none is given", () => {
    const { out } = build();
    expect(out.single("aws_lambda_function")).not.toHaveProperty("environment");
    expect(out.single("aws_lambda_function")).not.toHaveProperty("vpc_config");
  });

  it("is called by its alias, which follows the version that was published last", () => {
    const alias = build().out.single("aws_lambda_alias");
    expect(alias).toMatchObject({
      name: "live",
      function_version: expect.stringMatching(/^\$\{aws_lambda_function\.Clean_\w+\.version\}$/),
    });
  });

  it("exists only after the policies that it is granted, so its first call may do all", () => {
    const { out } = build({
      grant: (role) =>
        void new IamRolePolicy(role, "Delete", { role: role.name, name: "delete", policy: "{}" }),
    });
    const { depends_on } = out.single("aws_lambda_function");
    expect(depends_on).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^aws_iam_role_policy\.Clean_Role_Run_/),
        expect.stringMatching(/^aws_iam_role_policy\.Clean_Role_Delete_/),
      ]),
    );
  });

  it("may write its own log and traces and read its own variables, and nothing else", () => {
    const { policy } = build().out.single("aws_iam_role_policy");
    const { Statement } = JSON.parse(String(policy));
    expect(Statement.map(({ Sid }: { Sid: string }) => Sid)).toEqual([
      "WriteLogs",
      "WriteTraces",
      "ReadVariables",
    ]);
  });

  it("in a network has a security group of its own that reaches what it is connected with", () => {
    const { out } = build({
      network: {
        ...{ kind: "vpc", network },
        connect: (group) =>
          void new VpcSecurityGroupEgressRule(group, "Out", {
            securityGroupId: group.id,
            ipProtocol: "tcp",
            cidrIpv4: "10.0.0.0/16",
            ...{ fromPort: 443, toPort: 443 },
          }),
      },
    });
    const lambda = out.single("aws_lambda_function");
    expect(lambda.vpc_config).toEqual({
      subnet_ids: ["subnet-1", "subnet-2"],
      security_group_ids: [
        expect.stringMatching(/^\$\{aws_security_group\.Clean_SecurityGroup_\w+\.id\}$/),
      ],
    });
    expect(lambda.depends_on).toContainEqual(
      expect.stringMatching(/^aws_vpc_security_group_egress_rule\.Clean_SecurityGroup_Out_/),
    );
    const { policy } = out.single("aws_iam_role_policy");
    expect(String(policy)).toContain("ec2:CreateNetworkInterface");
  });

  it("names its metrics", () => {
    expect(build().only.metrics.errors).toMatchObject({
      namespace: "AWS/Lambda",
      name: "Errors",
      dimensions: { FunctionName: "cleaning" },
    });
  });

  it("keeps its addresses: a rename would replace it", () => {
    const addresses = build({ network: { kind: "vpc", network } }).out.addresses();
    expect(addresses.map((address) => address.replace(/_[0-9A-F]{8}$/, ""))).toEqual([
      "aws_cloudwatch_log_group.Clean_Logs",
      "aws_iam_role.Clean_Role",
      "aws_iam_role_policy.Clean_Role_Run",
      "aws_lambda_alias.Clean_Alias",
      "aws_lambda_function.Clean",
      "aws_security_group.Clean_SecurityGroup",
    ]);
  });

  it("refuses what Lambda refuses, all at once", () => {
    const { only } = build({ timeoutSeconds: 901, memoryMiB: 64, reservedConcurrency: -1 });
    expect(only.node.validate()).toEqual([
      "timeoutSeconds is 901, it must be a whole number from 1 to 900",
      "memoryMiB is 64, it must be a whole number from 128 to 10240",
      "reservedConcurrency is -1, it must be a whole number of at least 0",
    ]);
    expect(build({ reservedConcurrency: 0 }).only.node.validate()).toEqual([]);
  });

  it("has every resource as a public property", () => {
    const { only } = build({ network: { kind: "vpc", network } });
    expect(only.node.findAll().length).toBeGreaterThan(6);
    expect(hiddenResources(only, hiddenMembers(join(__dirname, "..")))).toEqual([]);
  });

  it("warns in time that its runtime ends", () => {
    const { end } = runtimeCatalogue["nodejs22.x"];
    expect(warnings(build().only)).toEqual([]);
    expect(warnings(build({ today: end }).only)).toEqual([
      expect.stringMatching(/^Lambda runtime 'nodejs22.x' is patched until 2027-04-30 \(0 days\)/),
    ]);
  });
});
