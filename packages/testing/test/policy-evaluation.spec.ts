import { decide, type PolicyDocument, type PolicyEntry, policyMutants } from "../src";

const accountId = "123456789012";
const resource = "arn:aws:s3:::b/k";
const policy: PolicyDocument = {
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "Read",
      Effect: "Allow",
      Principal: "*",
      Action: ["s3:GetObject", "s3:PutObject"],
      Resource: resource,
      Condition: {
        StringEquals: { "aws:PrincipalAccount": accountId },
        Bool: { "aws:SecureTransport": "true" },
      },
    },
  ],
};
const ask = (principal: string, context = {}, policies = { resource: policy }) =>
  decide({ principal, action: "s3:GetObject", resource, accountId, context }, policies);

describe("decide", () => {
  it("heeds the conditions of a policy, and knows whose principal it is", async () => {
    const tls = { "aws:SecureTransport": "true" };
    expect(await ask("arn:aws:iam::123456789012:role/r", tls)).toBe("Allowed");
    expect(await ask("arn:aws:iam::123456789012:role/r")).toBe("ImplicitlyDenied");
    expect(await ask("arn:aws:iam::999999999999:role/r", tls)).toBe("ImplicitlyDenied");
    expect(await ask("anonymous", tls)).toBe("ImplicitlyDenied");
  });

  it("meets a request for everything by statements about everything alone", async () => {
    const asked = async (action: string, wanted: string, allowed: string) =>
      decide(
        { principal: "arn:aws:iam::123456789012:role/r", action, resource: wanted, accountId },
        {
          identity: {
            ...policy,
            Statement: [{ Sid: "S", Effect: "Allow", Action: action, Resource: allowed }],
          },
        },
      );
    const alarm = `arn:aws:cloudwatch:eu-central-1:${accountId}:alarm:a`;
    expect(await asked("cloudwatch:DescribeAlarms", alarm, alarm)).toBe("Allowed");
    expect(await asked("cloudwatch:DescribeAlarms", "*", alarm)).toBe("ImplicitlyDenied");
    expect(await asked("cloudwatch:DescribeAlarms", "*", "*")).toBe("Allowed");
    // AWS's table has alarms as its resource; CloudWatch allows it on everything only.
    expect(await asked("cloudwatch:PutCompositeAlarm", alarm, alarm)).toBe("ImplicitlyDenied");
    expect(await asked("cloudwatch:PutCompositeAlarm", alarm, "*")).toBe("Allowed");
  });

  it("throws where it cannot judge, instead of an answer", async () => {
    const broken = { ...policy, Statement: [{ Sid: "X", Effect: "Perhaps" }] };
    await expect(ask("anonymous", {}, { resource: broken })).rejects.toThrow("s3:GetObject");
  });
});

describe("policyMutants", () => {
  const changes = (statement: PolicyEntry) =>
    policyMutants({ ...policy, Statement: [statement] }).map(({ change }) => change);

  it("changes one thing at a time, every line once, and widens what is allowed", () => {
    expect(policyMutants(policy).map(({ change }) => change)).toEqual([
      "Read: is missing",
      'Read: Effect is "Deny"',
      'Read: Principal is {"AWS":"arn:aws:iam::999999999999:root"}',
      'Read: Action is ["s3:PutObject"]',
      'Read: Action is ["s3:GetObject"]',
      'Read: Resource is "arn:aws:s3:::b/kOther"',
      'Read: Resource is "*"',
      'Read: Action is "s3:*"',
      "Read: Condition without StringEquals of aws:PrincipalAccount",
      'Read: StringEquals of aws:PrincipalAccount is "123456789012Other"',
      "Read: Condition without Bool of aws:SecureTransport",
      'Read: Bool of aws:SecureTransport is "false"',
    ]);
  });

  it("widens a principal that is named, and narrows a resource that is everything", () => {
    const Principal = { Service: "logs.amazonaws.com" };
    expect(
      changes({ Sid: "S", Effect: "Allow", Principal, Action: "kms:*", Resource: "*" }),
    ).toEqual([
      "S: is missing",
      'S: Effect is "Deny"',
      'S: Principal is {"Service":"ec2.amazonaws.com"}',
      'S: Action is "kms:*Other"',
      'S: Resource is "arn:aws:s3:::elsewhere"',
      'S: Principal is "*"',
    ]);
  });

  it("exempts everybody from a Deny, but makes none wider, which would allow nothing", () => {
    const Condition = { ArnNotLike: { "aws:PrincipalArn": ["a", "b"] } };
    expect(
      changes({
        Sid: "S",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:Get*",
        Resource: "r",
        Condition,
      }),
    ).toEqual([
      "S: is missing",
      'S: Effect is "Allow"',
      'S: Principal is {"AWS":"arn:aws:iam::999999999999:root"}',
      'S: Action is "s3:Get*Other"',
      'S: Resource is "rOther"',
      "S: Condition without ArnNotLike of aws:PrincipalArn",
      'S: ArnNotLike of aws:PrincipalArn is ["b"]',
      'S: ArnNotLike of aws:PrincipalArn is ["a"]',
      'S: ArnNotLike of aws:PrincipalArn is "*"',
    ]);
  });

  it("leaves the policy that it was given as it is", () => {
    const before = JSON.stringify(policy);
    policyMutants(policy);
    expect(JSON.stringify(policy)).toBe(before);
  });
});
