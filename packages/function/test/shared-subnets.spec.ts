import { decide } from "@pictor/testing";
import { build, network } from "./built";

describe("a function in subnets that another account shares", () => {
  const owner = "999988887777";
  const arn = (account: string, id: string) => `arn:aws:ec2:eu-central-1:${account}:subnet/${id}`;
  const policyIn = (subnetArns: readonly string[]) =>
    JSON.parse(
      String(
        build({ network: { kind: "vpc", network: { ...network, subnetArns } } }).out.single(
          "aws_iam_role_policy",
        ).policy,
      ),
    );
  /** RAM lets every principal of the account use the subnets; the owner's policy says so. */
  const shared = {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::123456789012:root" },
        Action: "ec2:CreateNetworkInterface",
        Resource: "*",
      },
    ],
  };
  const decision = (action: string, id: string, context = {}) =>
    decide(
      {
        principal: "arn:aws:iam::123456789012:role/cleaning-eu-central-1",
        ...{ action, resource: arn(owner, id), accountId: owner, context },
      },
      { identity: policyIn([arn(owner, "subnet-1")]), resource: shared },
    );

  it("Lambda makes its network interfaces in them, and in none else of their owner", async () => {
    expect(await decision("ec2:CreateNetworkInterface", "subnet-1")).toBe("Allowed");
    expect(await decision("ec2:CreateNetworkInterface", "subnet-2")).toBe("ImplicitlyDenied");
  });

  it("the function itself makes none", async () => {
    expect(
      await decision("ec2:CreateNetworkInterface", "subnet-1", {
        "lambda:SourceFunctionArn": "arn:aws:lambda:eu-central-1:123456789012:function:cleaning",
      }),
    ).toBe("ExplicitlyDenied");
  });

  it("nothing is granted twice where the subnets are the account's own", () => {
    expect(policyIn([arn("123456789012", "subnet-1")])).toEqual(policyIn([]));
  });
});
