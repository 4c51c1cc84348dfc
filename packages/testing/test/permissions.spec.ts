import * as fc from "fast-check";
import { permissionExceptions, roleProblems, statementProblems, synthesisedPolicies } from "../src";
import { overlaps } from "../src/permissions/glob-overlap";

const arn = (service: string, id: string) => `arn:aws:${service}:eu-central-1:123456789012:${id}`;
const allow = (
  Action: string | readonly string[],
  Resource: string | readonly string[],
  Condition?: object,
) => ({ Sid: "S", Effect: "Allow", Action, Resource, ...(Condition && { Condition }) });

describe("overlaps", () => {
  it.each([
    [`arn:\${Partition}:s3:::\${BucketName}`, "arn:aws:s3:::b", true],
    [`arn:\${Partition}:s3:::\${BucketName}`, "arn:aws:s3:::b/*", false],
    [`arn:\${Partition}:s3:::\${BucketName}/\${ObjectName}`, "arn:aws:s3:::b", false],
    [`arn:\${Partition}:s3:::\${BucketName}/\${ObjectName}`, "arn:aws:s3:::b/x/y", true],
    [`arn:\${Partition}:s3:::\${BucketName}/\${ObjectName}`, "arn:aws:s3:::b*", true],
    [`a/\${Id}/c`, "a/?/c", true],
    [`a/\${Id}`, "b/*", false],
  ])("%s and %s: %s", (format, pattern, expected) => {
    expect(overlaps(format, pattern)).toBe(expected);
  });

  it("agrees with a search for a common text", () => {
    const pattern = fc.stringMatching(/^[ab*?]{0,5}$/);
    const texts = [
      "",
      ..."ab",
      ...["aa", "ab", "ba", "bb", "aab", "aba", "bab", "abab", "bbaa", "aabba"],
    ];
    const regexp = (glob: string) =>
      new RegExp(`^${glob.replaceAll("*", "[ab]*").replaceAll("?", "[ab]")}$`);
    fc.assert(
      fc.property(pattern, pattern, (a, b) => {
        const common = texts.some((text) => regexp(a).test(text) && regexp(b).test(text));
        if (common) expect(overlaps(a, b)).toBe(true);
        if (!a.includes("*") && !b.includes("*") && a.length !== b.length) {
          expect(overlaps(a, b)).toBe(false);
        }
      }),
    );
  });
});

describe("statementProblems", () => {
  const group = arn("logs", "log-group:g");
  const key = arn("kms", "key/k");

  it.each([
    ["an action that has no resource, on everything", allow("logs:DescribeLogGroups", "*")],
    ["a log stream by its group", allow("logs:PutLogEvents", `${group}:*`)],
    ["wildcards", allow("s3:Get*", "arn:aws:s3:::b/*")],
    [
      "a tag that the request puts on",
      allow("kms:CreateKey", "*", { StringEquals: { "aws:RequestTag/E": "x" } }),
    ],
    [
      "a tag that the resource has",
      allow("kms:Decrypt", key, { StringEquals: { "aws:ResourceTag/E": "x" } }),
    ],
    [
      "a key that must be absent",
      allow("kms:TagResource", key, { Null: { "kms:ResourceAliases": "true" } }),
    ],
    ["what a trust policy says", { Sid: "S", Effect: "Allow", Action: "sts:AssumeRole" }],
  ])("admits %s", async (_, statement) => {
    expect(await statementProblems(statement)).toEqual([]);
  });

  it.each([
    [allow("logs:DescribeLogGroups", group), "action 'logs:DescribeLogGroups' has no resource"],
    [allow(["logs:DescribeLogGroups", "logs:DeleteLogGroup"], group), "applies on '*' only"],
    [allow("logs:PutLogEvents", group), "is about log-stream, and no resource is one"],
    [allow("s3:GetObject", "arn:aws:s3:::b"), "no resource is one"],
    [
      allow("s3:ListBucket", ["arn:aws:s3:::b", "arn:aws:s3:::b/*"]),
      "'arn:aws:s3:::b/*' does not belong",
    ],
    [allow("s3:GetObjekt", "*"), "action 's3:GetObjekt' does not exist"],
    [allow("s4:GetObject", "*"), "action 's4:GetObject' does not exist"],
    [
      allow("logs:PutLogEvents", "*", { StringEquals: { "aws:RequestTag/E": "x" } }),
      "no request for its actions has the condition key 'aws:RequestTag/E'",
    ],
    [
      allow("kms:CreateKey", "*", { StringEquals: { "kms:ResourceAliases": "alias/x" } }),
      "has not the condition keys",
    ],
    [
      allow("iam:GetRole", "*", {
        StringEquals: { "iam:PassedToService": "lambda.amazonaws.com" },
      }),
      "condition key 'iam:PassedToService'",
    ],
  ])("tells that a part can never apply: %j", async (statement, problem) => {
    expect((await statementProblems(statement)).join("\n")).toContain(problem);
  });

  it("holds a Deny against the same tables: one that never applies protects nothing", async () => {
    const deny = { ...allow("s3:PutObject", "arn:aws:s3:::b"), Effect: "Deny" };
    expect(await statementProblems(deny)).not.toEqual([]);
  });
});

describe("roleProblems", () => {
  const policy = (...Statement: ReturnType<typeof allow>[]) => ({
    Version: "2012-10-17",
    Statement,
  });

  it("misses a kind of resource that an action always names", async () => {
    const network = allow("ec2:DetachNetworkInterface", arn("ec2", "network-interface/*"));
    expect(await roleProblems(policy(network))).toEqual([
      "ec2:DetachNetworkInterface always names a resource 'instance', and none is allowed",
    ]);
    const instances = allow("ec2:DetachNetworkInterface", arn("ec2", "instance/*"));
    expect(await roleProblems(policy(network, instances))).toEqual([]);
  });

  it("does without a kind that AWS's own policies do without, and misses the other one", async () => {
    const executions = allow("states:DescribeExecution", arn("states", "execution:machine:*"));
    expect(await roleProblems(policy(executions))).toEqual([]);
    const express = allow("states:DescribeExecution", arn("states", "express:machine:*:*"));
    expect(await roleProblems(policy(express))).toEqual([
      "states:DescribeExecution always names a resource 'execution', and none is allowed",
    ]);
  });

  it("misses composite alarms on everything, where CloudWatch allows them only there", async () => {
    const named = allow(
      ["cloudwatch:PutCompositeAlarm", "cloudwatch:DescribeAlarms"],
      arn("cloudwatch", "alarm:x"),
    );
    expect(
      (await roleProblems(policy(named))).map((text) => text.split(":").slice(0, 3).join(":")),
    ).toEqual([
      "cloudwatch:PutCompositeAlarm needs cloudwatch:PutCompositeAlarm on *",
      "cloudwatch:PutCompositeAlarm needs cloudwatch:DescribeAlarms on *",
    ]);
    expect(await roleProblems(policy({ ...named, Resource: "*" }))).toEqual([]);
  });

  it.each(permissionExceptions.map((row) => [row.action, row] as const))(
    "misses whatever the exception of %s demands",
    async (action, { needs, reason, ofProvider = false }) => {
      const missingOf = async (deploys: boolean) =>
        (await roleProblems(policy(allow(action, arn("x", "y"))), { deploys })).filter(
          (text) => text.startsWith(`${action} needs `) && text.endsWith(`: ${reason}`),
        );
      expect(await missingOf(true)).toHaveLength(needs.length);
      expect(await missingOf(false)).toHaveLength(ofProvider ? 0 : needs.length);
    },
  );

  it("has a reason and a source for every exception", () => {
    for (const { reason, source } of permissionExceptions) {
      expect(reason).not.toBe("");
      expect(source).toMatch(/^https:\/\//);
    }
  });
});

describe("synthesisedPolicies", () => {
  const stack = {
    resource: {
      aws_iam_role: { A_12345678: { name: "a", assume_role_policy: '{"Statement":[]}' } },
      aws_sns_topic_policy: {
        B: { policy: `{"Statement":[{"Resource":"\${aws_sns_topic.T.arn}"}]}` },
      },
      aws_vpc: { C: { cidr_block: "10.0.0.0/16" } },
    },
  };

  it("finds a policy in whichever attribute, and puts ARNs for references", () => {
    expect(synthesisedPolicies(stack, () => "arn:t")).toMatchObject([
      { address: "aws_iam_role.A.assume_role_policy", kind: "trust" },
      {
        address: "aws_sns_topic_policy.B.policy",
        kind: "resource",
        document: { Statement: [{ Resource: "arn:t" }] },
      },
    ]);
  });

  it("refuses a reference that nobody knows, instead of judging another policy", () => {
    expect(() => synthesisedPolicies(stack, () => undefined)).toThrow("aws_sns_topic.T.arn");
  });
});
