import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { type Synthesised, synthesise } from "@pictor/testing";
import { TerraformStack, Testing } from "cdktf";
import { PayloadStore, type PayloadStoreProps } from "../../src";
import { keyArn, place } from "../access";

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
  store.single("aws_s3_bucket_lifecycle_configuration").rule as readonly Record<string, unknown>[];

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
    expect(archiving.single("aws_s3_bucket_intelligent_tiering_configuration")).toMatchObject({
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
    expect(telling.single("aws_s3_bucket_notification")).toMatchObject({
      eventbridge: true,
    });
  });
});

describe("the grants of a PayloadStore", () => {
  it.each(["", "*", "in?/"])("are for named prefixes only, not for '%s'", (prefix) => {
    synthesise((stack) => {
      const store = new PayloadStore(stack, "Payloads", props);
      const role = new IamRole(stack, "Role", { name: "Batch", assumeRolePolicy: "{}" });
      for (const grant of ["grantRead", "grantWrite"] as const) {
        expect(() => store[grant](role, prefix)).toThrow(
          `prefix '${prefix}' of a grant must be a literal beginning of keys, such as 'batch/in/'`,
        );
      }
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
