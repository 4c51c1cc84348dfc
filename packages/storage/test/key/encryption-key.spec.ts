import { type Synthesised, synthesise } from "@pictor/testing";
import { Lazy, TerraformOutput, TerraformStack, Testing } from "cdktf";
import {
  EncryptionKey,
  type EncryptionKeyProps,
  ExistingEncryptionKey,
  type GrantService,
} from "../../src";

const props = {
  alias: "alias/pictor-test",
  description: "Everything of a test",
  accountId: "123456789012",
  region: "eu-central-1",
};

const build = (
  use: (key: EncryptionKey) => void = () => undefined,
  changed: Partial<EncryptionKeyProps> = {},
): Synthesised =>
  synthesise((stack) => use(new EncryptionKey(stack, "Key", { ...props, ...changed })));

const statements = (key: Synthesised) =>
  JSON.parse(String(key.single("aws_kms_key").policy)).Statement as readonly Record<
    string,
    unknown
  >[];

describe("EncryptionKey", () => {
  it("is rotated, and can be taken back for 30 days after its deletion unless told otherwise", () => {
    expect(build().single("aws_kms_key")).toMatchObject({
      enable_key_rotation: true,
      deletion_window_in_days: 30,
    });
    expect(build(undefined, { deletionWindowDays: 7 }).single("aws_kms_key")).toMatchObject({
      deletion_window_in_days: 7,
    });
  });

  it("is found by its alias", () => {
    expect(build().single("aws_kms_alias")).toMatchObject({
      name: "alias/pictor-test",
      target_key_id: expect.stringMatching(/^\$\{aws_kms_key\.Key_/),
    });
  });

  it("is kept unless it is told that what it encrypts may go", () => {
    expect(build().single("aws_kms_key").lifecycle).toEqual({ prevent_destroy: true });
    expect(build(undefined, { protected: false }).single("aws_kms_key").lifecycle).toBeUndefined();
  });

  it("reports all that is wrong with its props at once", () => {
    const stack = new TerraformStack(Testing.app(), "test");
    new EncryptionKey(stack, "Key", { ...props, alias: "alias/aws/s3", deletionWindowDays: 5 });
    for (const problem of [
      "alias 'alias/aws/s3' must be like 'alias/pictor-prod', and 'alias/aws/' belongs to AWS",
      "deletionWindowDays must be a whole number from 7 to 30, got 5",
    ]) {
      expect(() => Testing.synth(stack, true)).toThrow(problem);
    }
  });

  it("refuses to be opened to a bucket whose name cannot be one", () => {
    const stack = new TerraformStack(Testing.app(), "test");
    new EncryptionKey(stack, "Key", props).allowS3Delivery("Not.Allowed");
    expect(() => Testing.synth(stack, true)).toThrow("bucketName 'Not.Allowed' must be 3 to 63");
  });

  it("refuses to be granted to the resources of a service that it has no statement for", () => {
    const stack = new TerraformStack(Testing.app(), "test");
    const key = new EncryptionKey(stack, "Key", props);
    key.allowGrants("ebs" as GrantService);
    key.allowGrants(Lazy.stringValue({ produce: () => "lambda" }) as GrantService);
    for (const given of ["'ebs'", "a token"]) {
      expect(() => Testing.synth(stack, true)).toThrow(
        `service must be one of lambda, sagemaker, got ${given}`,
      );
    }
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
      "AccountUses",
      "LogGroups",
      "Alarms",
    ]);
  });

  it("knows CloudWatch Logs by the name that it has in China", () => {
    const open = (key: EncryptionKey) => key.allowLogs();
    const principal = (region: string) => statements(build(open, { region })).at(-1)?.Principal;
    expect(principal("cn-north-1")).toEqual({ Service: "logs.cn-north-1.amazonaws.com.cn" });
    expect(principal("us-gov-west-1")).toEqual({ Service: "logs.us-gov-west-1.amazonaws.com" });
  });
});

describe("ExistingEncryptionKey", () => {
  it("gives the ARN of the key behind an alias and makes nothing", () => {
    const found = synthesise((stack) => {
      const key = new ExistingEncryptionKey(stack, "Key", { alias: "alias/pictor-test" });
      new TerraformOutput(stack, "arn", { value: key.arn });
    });
    expect(found.addresses()).toEqual([]);
    expect(found.data("aws_kms_alias")).toEqual([
      expect.objectContaining({ name: "alias/pictor-test" }),
    ]);
    expect(found.output("arn")).toMatch(/^\$\{data\.aws_kms_alias\.\w+\.target_key_arn\}$/);
  });

  it("is none of AWS's own, whose policies nobody can write", () => {
    const stack = new TerraformStack(Testing.app(), "test");
    new ExistingEncryptionKey(stack, "Key", { alias: "alias/aws/s3" });
    expect(() => Testing.synth(stack, true)).toThrow("'alias/aws/' belongs to AWS");
  });
});
