import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { type Decision, decide, synthesise } from "@pictor/testing";
import { keyArn, monitoringIn } from "./watched";

const accountId = "123456789012";
const arnOf = (name: string): string => `arn:aws:sns:eu-central-1:${accountId}:${name}`;
const topic = arnOf("pictor-test-notify");

const stack = synthesise((scope) => {
  const role = new IamRole(scope, "Role", { assumeRolePolicy: "{}" });
  monitoringIn(scope).topics.warning.grantPublish(role);
});
const { policy, role, name } = stack.single("aws_iam_role_policy");
const identity = JSON.parse(
  String(policy).replaceAll(/\$\{aws_sns_topic\.Monitoring_NotifyTopic\w*\.arn\}/g, topic),
);

const may = (action: string, resource: string, context = {}): Promise<Decision> =>
  decide(
    { principal: `arn:aws:iam::${accountId}:role/r`, action, resource, accountId, context },
    { identity },
  );

describe("grantPublish", () => {
  it("is a policy of the role", () => {
    expect(role).toMatch(/aws_iam_role\.Role\.name/);
    expect(name).toBe("PublishToNotifyTopic");
  });

  it("lets the role publish to this topic, and to no other", async () => {
    expect(await may("sns:Publish", topic)).toBe("Allowed");
    expect(await may("sns:Publish", arnOf("pictor-test-page"))).toBe("ImplicitlyDenied");
    expect(await may("sns:Subscribe", topic)).toBe("ImplicitlyDenied");
  });

  it("lets it use the key for messages to this topic alone", async () => {
    const key = {
      identity,
      resource: {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { AWS: `arn:aws:iam::${accountId}:root` },
            Action: "kms:*",
            Resource: "*",
          },
        ],
      },
    };
    const mayUse = (action: string, topicArn: string, service = "sns"): Promise<Decision> =>
      decide(
        {
          principal: `arn:aws:iam::${accountId}:role/r`,
          action,
          resource: keyArn,
          accountId,
          context: {
            "kms:ViaService": `${service}.eu-central-1.amazonaws.com`,
            "kms:EncryptionContext:aws:sns:topicArn": topicArn,
          },
        },
        key,
      );
    expect(await mayUse("kms:GenerateDataKey", topic)).toBe("Allowed");
    expect(await mayUse("kms:Decrypt", topic)).toBe("Allowed");
    expect(await mayUse("kms:Decrypt", arnOf("pictor-test-page"))).toBe("ImplicitlyDenied");
    expect(await mayUse("kms:Decrypt", topic, "s3")).toBe("ImplicitlyDenied");
    expect(await mayUse("kms:Encrypt", topic)).toBe("ImplicitlyDenied");
  });
});
