import { InferenceNetwork } from "@pictor/network";
import { decide } from "@pictor/testing";
import { TerraformVariable } from "cdktf";
import { ModelRole, type ModelRoleProps } from "../../src";
import { build, realTimeIn, statements } from "../built";
import { endpointProps, place } from "../fixture";

const owner = "999988887777";
const role = `arn:aws:iam::${place.accountId}:role/pictor-test-model`;
const subnetArn = (account: string, subnet: string): string =>
  `arn:aws:ec2:eu-central-1:${account}:subnet/${subnet}`;

describe("a model role in subnets that another account shares", () => {
  const { out } = build((stack) =>
    realTimeIn(stack, {
      network: new InferenceNetwork(stack, "Network", {
        ...place,
        name: "pictor-test",
        vpc: {
          kind: "existing",
          vpcId: "vpc-1",
          subnetIds: ["subnet-a", "subnet-b"],
          s3: { kind: "existing" },
        },
      }),
    }),
  );
  const looked: Record<string, string> = { Subnet0: "subnet-a", Subnet1: "subnet-b" };
  /** The policies as AWS gets them: with what the provider finds out about each subnet. */
  const identity = {
    Version: "2012-10-17",
    Statement: JSON.parse(
      JSON.stringify(statements(out)).replaceAll(
        /\$\{data\.aws_subnet\.Network_(Subnet\d)_\w+\.arn\}/g,
        (_, id: string) => subnetArn(owner, String(looked[id])),
      ),
    ),
  };
  /** What the owner shares its subnets by: RAM lets every principal of the account use them. */
  const shared = {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${place.accountId}:root` },
        Action: "ec2:CreateNetworkInterface",
        Resource: "*",
      },
    ],
  };
  const attach = (resource: string, accountId: string) =>
    decide(
      { principal: role, action: "ec2:CreateNetworkInterface", resource, accountId },
      { identity, resource: shared },
    );

  it.each(Object.values(looked))("makes a network interface in %s of its owner", async (subnet) => {
    expect(await attach(subnetArn(owner, subnet), owner)).toBe("Allowed");
  });

  it("makes none in other subnets of the owner, nor in its own account's", async () => {
    expect(await attach(subnetArn(owner, "subnet-c"), owner)).toBe("ImplicitlyDenied");
    expect(await attach(subnetArn(place.accountId, "subnet-a"), place.accountId)).toBe(
      "ImplicitlyDenied",
    );
  });
});

describe("the props of a model role", () => {
  const built = (changes: (list: string[]) => Partial<ModelRoleProps>) =>
    build((stack) => {
      const { listValue } = new TerraformVariable(stack, "List", { type: "list(string)" });
      const { endpointName, modelStore, roleName } = endpointProps(stack);
      return new ModelRole(stack, "Role", {
        ...{ ...place, roleName, endpointName, modelStore, network: { kind: "none" } },
        repositoryArns: ["arn:aws:ecr:eu-central-1:123456789012:repository/r"],
        ...changes(listValue),
      });
    });

  it.each<[string, (list: string[]) => Partial<ModelRoleProps>]>([
    ["repositoryArns must be a list whose", (repositoryArns) => ({ repositoryArns })],
    ["repositoryArns must name the repository", () => ({ repositoryArns: [] })],
    ["rollbackAlarmArns must be a list whose", (rollbackAlarmArns) => ({ rollbackAlarmArns })],
    [
      "network.subnetArns must be a list whose",
      (subnetArns) => ({
        network: { kind: "vpc", subnetArns, securityGroupIds: ["sg-1"] },
      }),
    ],
    ["roleName must be a literal of 1 to 64", () => ({ roleName: "team/model" })],
  ])("are refused in words: %s", (words, changes) => {
    expect(() => built(changes)).toThrow(words);
  });

  it("make no statement about alarms where there are none", () => {
    const reads = (rollbackAlarmArns: readonly string[]) =>
      statements(built(() => ({ rollbackAlarmArns })).out).filter(({ Action }) =>
        Action.includes("cloudwatch:DescribeAlarms"),
      );
    expect(reads(["arn:aws:cloudwatch:eu-central-1:123456789012:alarm:a"])).toHaveLength(1);
    expect(reads([])).toEqual([]);
  });
});
