import { type Synthesised, synthesise } from "@pictor/testing";
import { TerraformOutput } from "cdktf";
import { EncryptionKey, ExistingEncryptionKey } from "../src";

const props = {
  alias: "alias/pictor-test",
  description: "Everything of a test",
  accountId: "123456789012",
  region: "eu-central-1",
};

const build = (
  use: (key: EncryptionKey) => void = () => undefined,
  changed: { deletionWindowDays?: number; region?: string } = {},
): Synthesised =>
  synthesise((stack) => use(new EncryptionKey(stack, "Key", { ...props, ...changed })));

const statements = (key: Synthesised) =>
  JSON.parse(String(key.only("aws_kms_key").policy)).Statement as readonly Record<
    string,
    unknown
  >[];

describe("EncryptionKey", () => {
  it("is rotated, and can be taken back for 30 days after its deletion unless told otherwise", () => {
    expect(build().only("aws_kms_key")).toMatchObject({
      enable_key_rotation: true,
      deletion_window_in_days: 30,
    });
    expect(build(undefined, { deletionWindowDays: 7 }).only("aws_kms_key")).toMatchObject({
      deletion_window_in_days: 7,
    });
  });

  it("is found by its alias", () => {
    expect(build().only("aws_kms_alias")).toMatchObject({
      name: "alias/pictor-test",
      target_key_id: expect.stringMatching(/^\$\{aws_kms_key\.Key_/),
    });
  });

  it("is administered by its account and opened to nobody else at first", () => {
    expect(statements(build())).toEqual([
      {
        Sid: "AccountAdministers",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::123456789012:root" },
        Action: "kms:*",
        Resource: "*",
      },
    ]);
  });

  it("lets CloudWatch Logs of its region encrypt only this account's log groups", () => {
    expect(statements(build((key) => key.allowLogs()))[1]).toMatchObject({
      Principal: { Service: "logs.eu-central-1.amazonaws.com" },
      Condition: {
        ArnLike: {
          "kms:EncryptionContext:aws:logs:arn":
            "arn:aws:logs:eu-central-1:123456789012:log-group:*",
        },
      },
    });
  });

  it("lets only this account's alarms use it, and only to publish", () => {
    expect(statements(build((key) => key.allowAlarms()))[1]).toMatchObject({
      Principal: { Service: "cloudwatch.amazonaws.com" },
      Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
      Condition: {
        StringEquals: { "aws:SourceAccount": "123456789012" },
        ArnLike: { "aws:SourceArn": "arn:aws:cloudwatch:eu-central-1:123456789012:alarm:*" },
      },
    });
  });

  it("opens nothing twice", () => {
    const key = build((opened) => {
      for (const _ of [1, 2]) {
        opened.allowLogs();
        opened.allowAlarms();
      }
    });
    expect(statements(key).map((statement) => statement.Sid)).toEqual([
      "AccountAdministers",
      "LogGroups",
      "Alarms",
    ]);
  });

  it("names the partition of its region", () => {
    const [administrators] = statements(build(undefined, { region: "us-gov-west-1" }));
    expect(administrators?.Principal).toEqual({ AWS: "arn:aws-us-gov:iam::123456789012:root" });
  });
});

describe("ExistingEncryptionKey", () => {
  it("gives the ARN of the key behind an alias and makes nothing", () => {
    const found = synthesise((stack) => {
      const key = new ExistingEncryptionKey(stack, "Key", { alias: "alias/pictor-test" });
      new TerraformOutput(stack, "arn", { value: key.arn });
    });
    expect(found.addresses()).toEqual([]);
    expect(found.output("arn")).toMatch(/^\$\{data\.aws_kms_alias\.\w+\.target_key_arn\}$/);
  });
});
