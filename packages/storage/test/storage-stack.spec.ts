import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { synthesise } from "@pictor/testing";
import type { TerraformStack } from "cdktf";
import { EncryptionKey, HardenedBucket, ModelStore, PayloadStore } from "../src";
import { place as home } from "./access";

describe("everything of storage in one stack", () => {
  const make = (stack: TerraformStack, id: string, place = home, kept?: boolean): void => {
    const common = { ...place, ...(kept !== undefined && { protected: kept }) };
    const key = new EncryptionKey(stack, `${id}Key`, {
      ...common,
      alias: `alias/${id}`,
      description: "A test",
    });
    key.allowLogs();
    key.allowAlarms();
    key.allowEvents();
    key.allowBudgets();
    key.allowTopics();
    key.allowS3Delivery("pictor-test-payloads");
    for (const service of ["lambda", "sagemaker"] as const) key.allowGrants(service);
    const logs = new HardenedBucket(stack, `${id}Logs`, {
      ...common,
      bucketName: "pictor-test-logs",
      encryption: { kind: "sse-s3" },
      accessLogs: { kind: "none", reason: "receives the others' logs" },
    });
    const accessLogs = { kind: "to", bucket: logs, prefix: "models/" } as const;
    const models = new ModelStore(stack, `${id}Models`, {
      ...common,
      bucketName: "pictor-test-models",
      encryptionKey: key,
      readerRoleNames: ["model"],
      deployRoleName: "deploy",
      accessLogs,
    });
    const payloads = new PayloadStore(stack, `${id}Payloads`, {
      ...common,
      bucketName: "pictor-test-payloads",
      encryptionKey: key,
      accessLogs: { kind: "none", reason: "a test" },
      eventBridge: true,
      archive: { kind: "archive", afterDays: 90 },
    });
    const role = new IamRole(stack, `${id}Role`, { name: "deploy", assumeRolePolicy: "{}" });
    models.grantRead(role);
    models.grantPublish(role);
    payloads.grantRead(role, "in/");
    payloads.grantWrite(role, "out/");
  };
  const found = (...ids: string[]) =>
    synthesise((stack) => {
      for (const id of ids) make(stack, id);
    }).addresses();

  it("keeps its addresses: a changed one is another resource", () => {
    expect(found("A")).toEqual([
      "aws_iam_role.ARole",
      "aws_iam_role_policy.ARole_ModelStorePublish_E1DD7E43",
      "aws_iam_role_policy.ARole_ModelStoreRead_620C46CE",
      "aws_iam_role_policy.ARole_PayloadRead_AC835D89",
      "aws_iam_role_policy.ARole_PayloadWrite_FE02D9B1",
      "aws_kms_alias.AKey_Alias_8F40F86E",
      "aws_kms_key.AKey_A2E11608",
      "aws_s3_bucket.ALogs_0735276A",
      "aws_s3_bucket.AModels_Bucket_E5260D4D",
      "aws_s3_bucket.APayloads_Bucket_D74ADB49",
      "aws_s3_bucket_intelligent_tiering_configuration.APayloads_Archive_722571BC",
      "aws_s3_bucket_lifecycle_configuration.ALogs_Lifecycle_0DDF5418",
      "aws_s3_bucket_lifecycle_configuration.AModels_Bucket_Lifecycle_A4A55E1E",
      "aws_s3_bucket_lifecycle_configuration.APayloads_Bucket_Lifecycle_0F7AB526",
      "aws_s3_bucket_logging.AModels_Bucket_AccessLog_5D60B56F",
      "aws_s3_bucket_notification.APayloads_Notification_0485E99C",
      "aws_s3_bucket_ownership_controls.ALogs_Ownership_47D19CEC",
      "aws_s3_bucket_ownership_controls.AModels_Bucket_Ownership_EA5CB519",
      "aws_s3_bucket_ownership_controls.APayloads_Bucket_Ownership_F98F20E9",
      "aws_s3_bucket_policy.ALogs_Policy_959708EF",
      "aws_s3_bucket_policy.AModels_Bucket_Policy_57C5F09C",
      "aws_s3_bucket_policy.APayloads_Bucket_Policy_DBB8B5CC",
      "aws_s3_bucket_public_access_block.ALogs_PublicAccess_83F839EF",
      "aws_s3_bucket_public_access_block.AModels_Bucket_PublicAccess_9A4AA7F8",
      "aws_s3_bucket_public_access_block.APayloads_Bucket_PublicAccess_F3DF924C",
      "aws_s3_bucket_server_side_encryption_configuration.ALogs_Encryption_BB966BE2",
      "aws_s3_bucket_server_side_encryption_configuration.AModels_Bucket_Encryption_9230E897",
      "aws_s3_bucket_server_side_encryption_configuration.APayloads_Bucket_Encryption_78D14541",
      "aws_s3_bucket_versioning.ALogs_Versioning_02729BB1",
      "aws_s3_bucket_versioning.AModels_Bucket_Versioning_832F3576",
      "aws_s3_bucket_versioning.APayloads_Bucket_Versioning_9CC2907A",
    ]);
  });

  it.each([
    ["us-gov-west-1", "aws-us-gov"],
    ["cn-north-1", "aws-cn"],
  ])("names the partition of its region in every ARN: %s", (region, partition) => {
    const arns = synthesise((stack) => make(stack, "A", { ...home, region }))
      .text()
      .match(/arn:[^:]*/g);
    expect(new Set(arns)).toEqual(new Set([`arn:${partition}`]));
  });

  it.each([
    ["unless it is told otherwise", undefined, true],
    ["when told so", true, true],
    ["not when it is throw-away", false, false],
  ])("is kept: %s", (_, said, kept) => {
    const synthesised = synthesise((stack) => make(stack, "A", home, said));
    const buckets = synthesised.resources("aws_s3_bucket");
    expect(buckets).toHaveLength(3);
    for (const { lifecycle } of [...buckets, synthesised.single("aws_kms_key")]) {
      expect(lifecycle).toEqual(kept ? { prevent_destroy: true } : undefined);
    }
    for (const bucket of buckets) expect(bucket.force_destroy).toBe(kept ? undefined : true);
  });

  it("can be had twice", () => {
    expect(found("A", "B")).toHaveLength(2 * found("A").length);
  });
});
