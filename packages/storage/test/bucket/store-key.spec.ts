import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { synthesise } from "@pictor/testing";
import type { TerraformStack } from "cdktf";
import { ExistingPayloadStore, ModelStore, PayloadStore, type StoreKey } from "../../src";
import { onlyOwnEncryption } from "../../src/bucket/bucket-encryption";
import { keyArn, place } from "../access";

const bucketName = "pictor-test";
const common = { ...place, bucketName, accessLogs: { kind: "none", reason: "a test" } } as const;

/** Each store, with what its role may read of it. */
const stores: Readonly<
  Record<string, (stack: TerraformStack, key: StoreKey, role: IamRole) => void>
> = {
  ModelStore: (stack, encryptionKey, role) =>
    new ModelStore(stack, "Store", {
      ...{ ...common, encryptionKey, readerRoleNames: ["reader"], deployRoleName: "deploy" },
    }).grantRead(role),
  PayloadStore: (stack, encryptionKey, role) =>
    new PayloadStore(stack, "Store", { ...common, encryptionKey }).grantRead(role, "in/"),
  ExistingPayloadStore: (stack, encryptionKey, role) =>
    new ExistingPayloadStore(stack, "Store", { ...common, encryptionKey }).grantRead(role, "in/"),
};

const made = (name: string, key: StoreKey) =>
  synthesise((stack) => {
    const role = new IamRole(stack, "Role", { name: "reader", assumeRolePolicy: "{}" });
    stores[name]?.(stack, key, role);
  });

const sids = (policy: unknown): readonly string[] =>
  JSON.parse(String(policy)).Statement.map(({ Sid }: { Sid: string }) => Sid);

describe.each(["ModelStore", "PayloadStore"])("a %s that S3's own keys encrypt", (name) => {
  it("says so to the bucket, and refuses every other encryption", () => {
    const out = made(name, { kind: "sse-s3" });
    const { rule } = out.single("aws_s3_bucket_server_side_encryption_configuration");
    expect(rule).toEqual([
      { apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } },
    ]);
    expect(sids(out.single("aws_s3_bucket_policy").policy)).toEqual(
      expect.arrayContaining(
        onlyOwnEncryption("arn:aws:s3:::b", { kind: "sse-s3" }).map(({ Sid }) => Sid),
      ),
    );
    expect(out.text()).not.toContain("aws:kms");
  });
});

describe.each(Object.keys(stores))("the grants of a %s", (name) => {
  const granted = (key: StoreKey) => sids(made(name, key).single("aws_iam_role_policy").policy);

  it("name a KMS key where there is one", () => {
    expect(granted({ kind: "sse-s3" })).toEqual(["ReadObjects", "ListObjects"]);
    expect(granted({ arn: keyArn })).toEqual(["ReadObjects", "ListObjects", "Decrypt"]);
  });
});
