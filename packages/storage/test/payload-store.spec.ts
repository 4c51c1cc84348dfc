import { type Synthesised, synthesise } from "@pictor/testing";
import { TerraformStack, Testing } from "cdktf";
import {
  EncryptionKey,
  HardenedBucket,
  ModelStore,
  PayloadStore,
  type PayloadStoreProps,
} from "../src";
import { keyArn, place } from "./access";

const props: PayloadStoreProps = {
  ...place,
  bucketName: "pictor-test-payloads",
  encryptionKey: { arn: keyArn },
  accessLogs: { kind: "none", reason: "a test" },
};
const build = (changed: Partial<PayloadStoreProps> = {}): Synthesised =>
  synthesise((stack) => {
    new PayloadStore(stack, "Payloads", { ...props, ...changed });
  });
const rules = (store: Synthesised) =>
  store.only("aws_s3_bucket_lifecycle_configuration").rule as readonly Record<string, unknown>[];

describe("PayloadStore", () => {
  it("puts objects into Intelligent-Tiering at once and deletes none unasked", () => {
    expect(rules(build())).toContainEqual(
      expect.objectContaining({
        transition: [{ days: 0, storage_class: "INTELLIGENT_TIERING" }],
      }),
    );
    expect(rules(build()).filter((rule) => "expiration" in rule)).toEqual([]);
  });

  it("deletes what is below a prefix that expires, and only that", () => {
    const expiring = rules(build({ expiries: [{ prefix: "capture/", days: 30 }] }));
    expect(expiring.filter((rule) => "expiration" in rule)).toEqual([
      expect.objectContaining({
        filter: [{ prefix: "capture/" }],
        expiration: [{ days: 30 }],
        // An expiry alone leaves every object behind a delete marker.
        noncurrent_version_expiration: [{ noncurrent_days: 1 }],
      }),
    ]);
  });

  it.each([
    ["archive", 90, "ARCHIVE_ACCESS"],
    ["deepArchive", 180, "DEEP_ARCHIVE_ACCESS"],
  ] as const)("archives when told so: %s after %d days", (kind, afterDays, tier) => {
    expect(build().resources("aws_s3_bucket_intelligent_tiering_configuration")).toEqual([]);
    const archiving = build({ archive: { kind, afterDays } });
    expect(archiving.only("aws_s3_bucket_intelligent_tiering_configuration")).toMatchObject({
      tiering: [{ access_tier: tier, days: afterDays }],
    });
  });

  it("refuses a delay that AWS refuses", () => {
    const stack = new TerraformStack(Testing.app(), "test");
    new PayloadStore(stack, "Payloads", {
      ...props,
      archive: { kind: "deepArchive", afterDays: 90 },
    });
    expect(() => Testing.synth(stack, true)).toThrow(
      "archive.afterDays of kind 'deepArchive' must be a whole number from 180 to 730, got 90",
    );
  });

  it("tells EventBridge of new objects when told so", () => {
    expect(build().resources("aws_s3_bucket_notification")).toEqual([]);
    const telling = build({ eventBridge: true });
    expect(telling.only("aws_s3_bucket_notification")).toMatchObject({
      eventbridge: true,
    });
  });
});

describe("a PayloadStore's parts", () => {
  const parts = (changed: Partial<PayloadStoreProps>) => {
    let made: PayloadStore | undefined;
    synthesise((stack) => {
      made = new PayloadStore(stack, "Payloads", { ...props, ...changed });
    });
    return made;
  };

  it("are handed out, and absent where they are not made", () => {
    const full = parts({ archive: { kind: "archive", afterDays: 90 }, eventBridge: true });
    expect([full?.bucket, full?.archive, full?.notification].map((part) => part?.node.id)).toEqual([
      "Bucket",
      "Archive",
      "Notification",
    ]);
    const plain = parts({});
    expect([plain?.archive, plain?.notification]).toEqual([undefined, undefined]);
  });
});

describe("everything of storage in one stack", () => {
  const addresses = (stack: TerraformStack, id: string): void => {
    const key = new EncryptionKey(stack, `${id}Key`, {
      ...place,
      alias: `alias/${id}`,
      description: "A test",
    });
    const logs = new HardenedBucket(stack, `${id}Logs`, {
      ...place,
      bucketName: "pictor-test-logs",
      encryption: { kind: "sse-s3" },
      accessLogs: { kind: "none", reason: "receives the others' logs" },
    });
    const accessLogs = { kind: "to", bucket: logs, prefix: "models/" } as const;
    new ModelStore(stack, `${id}Models`, {
      ...place,
      bucketName: "pictor-test-models",
      encryptionKey: key,
      readerRoleNames: ["model"],
      deployRoleName: "deploy",
      accessLogs,
    });
    new PayloadStore(stack, `${id}Payloads`, {
      ...props,
      eventBridge: true,
      archive: { kind: "archive", afterDays: 90 },
    });
  };
  const found = (...ids: string[]) =>
    synthesise((stack) => {
      for (const id of ids) addresses(stack, id);
    }).addresses();

  it("keeps its addresses: a changed one is another resource", () => {
    expect(found("A")).toEqual([
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

  it("can be had twice", () => {
    expect(found("A", "B")).toHaveLength(2 * found("A").length);
  });
});
