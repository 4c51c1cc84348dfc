import { decide, type PolicyDocument, policyMutants } from "../src";

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

  it("throws where it cannot judge, instead of an answer", async () => {
    const broken = { ...policy, Statement: [{ Sid: "X", Effect: "Perhaps" }] };
    await expect(ask("anonymous", {}, { resource: broken })).rejects.toThrow("s3:GetObject");
  });
});

describe("policyMutants", () => {
  it("changes one thing at a time, every line once", () => {
    expect(policyMutants(policy).map(({ change }) => change)).toEqual([
      "Read: is missing",
      "Read: Effect is Deny",
      'Read: Action is ["s3:PutObject"]',
      'Read: Action is ["s3:GetObject"]',
      'Read: Resource is "arn:aws:s3:::b/kOther"',
      "Read: Condition without StringEquals of aws:PrincipalAccount",
      'Read: StringEquals of aws:PrincipalAccount is "123456789012Other"',
      "Read: Condition without Bool of aws:SecureTransport",
      'Read: Bool of aws:SecureTransport is "false"',
    ]);
  });

  it("leaves the policy that it was given as it is", () => {
    const before = JSON.stringify(policy);
    policyMutants(policy);
    expect(JSON.stringify(policy)).toBe(before);
  });
});
