import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { releaseKey } from "@pictor/contracts";
import { type Synthesised, synthesise } from "@pictor/testing";
import { TerraformStack, Testing } from "cdktf";
import {
  EncryptionKey,
  ExistingModelStore,
  ModelStore,
  type ModelStoreProps,
  type ModelStoreReference,
  type PolicyStatement,
} from "../src";

const place = { accountId: "123456789012", region: "eu-central-1" };
const bucket = "arn:aws:s3:::pictor-test-models";

const makeStore = (stack: TerraformStack, changed: Partial<ModelStoreProps> = {}): ModelStore =>
  new ModelStore(stack, "Models", {
    ...place,
    bucketName: "pictor-test-models",
    encryptionKey: new EncryptionKey(stack, "Key", {
      ...place,
      alias: "alias/pictor-test",
      description: "Test",
    }),
    readerRoleNames: ["model-real-time", "model-serverless"],
    protected: true,
    accessLogs: { kind: "none", reason: "a test" },
    ...changed,
  });

const findStore = (stack: TerraformStack): ModelStoreReference =>
  new ExistingModelStore(stack, "Models", {
    bucketName: "pictor-test-models",
    region: place.region,
    encryptionKey: { arn: "arn:aws:kms:eu-central-1:123456789012:key/k" },
  });

const granted = (make: (stack: TerraformStack) => ModelStoreReference, ...ids: string[]) =>
  synthesise((stack) => {
    const store = make(stack);
    for (const name of ["One", "Two"]) {
      const role = new IamRole(stack, name, { name, assumeRolePolicy: "{}" });
      if (ids.length === 0) store.grantRead(role);
      for (const id of ids) store.grantRead(role, id);
    }
  });

const statements = (policy: unknown): readonly PolicyStatement[] =>
  JSON.parse(String(policy)).Statement;

/** Whether an IAM pattern covers a whole string. */
const covers = (pattern: string, value: string): boolean =>
  new RegExp(
    `^${pattern
      .replaceAll(/[.+^$()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".")}$`,
  ).test(value);

/** Whether the store's policy refuses to hand an object to a principal. */
const refuses = (store: Synthesised, principal: string): boolean => {
  const rule = statements(store.only("aws_s3_bucket_policy").policy).find(
    (statement) => statement.Sid === "OnlyReaders",
  );
  expect(rule).toMatchObject({ Effect: "Deny", Principal: "*", Resource: `${bucket}/*` });
  expect(covers(String(rule?.Action), "s3:GetObjectVersion")).toBe(true);
  expect(Object.keys(rule?.Condition ?? {})).toEqual(["ArnNotLike"]);
  const readers = rule?.Condition?.ArnNotLike?.["aws:PrincipalArn"] ?? [];
  return ![readers].flat().some((pattern) => covers(pattern, principal));
};

describe("ModelStore", () => {
  const store = synthesise((stack) => {
    makeStore(stack, {
      operatorRoleArns: ["arn:aws:iam::123456789012:role/sso/Operator_*"],
    });
  });

  it.each([
    ["a model's role", "arn:aws:iam::123456789012:role/model-real-time", false],
    ["the other model's role", "arn:aws:iam::123456789012:role/model-serverless", false],
    ["an operator", "arn:aws:iam::123456789012:role/sso/Operator_4f2", false],
    ["the account's root user", "arn:aws:iam::123456789012:root", false],
    ["a role with a longer name", "arn:aws:iam::123456789012:role/model-real-time-2", true],
    [
      "a role of that name in another account",
      "arn:aws:iam::999999999999:role/model-real-time",
      true,
    ],
    ["an administrator", "arn:aws:iam::123456789012:role/Admin", true],
    ["a user", "arn:aws:iam::123456789012:user/model-real-time", true],
    ["another account's root user", "arn:aws:iam::999999999999:root", true],
  ])("hands objects to readers and nobody else: %s", (_, principal, refused) => {
    expect(refuses(store, principal)).toBe(refused);
  });

  it("has no operators unless they are named", () => {
    const strict = synthesise((stack) => {
      makeStore(stack);
    });
    expect(refuses(strict, "arn:aws:iam::123456789012:role/sso/Operator_4f2")).toBe(true);
  });

  it("locks nobody out of its administration", () => {
    const unconditional = statements(store.only("aws_s3_bucket_policy").policy).filter(
      (statement) => statement.Effect === "Deny" && statement.Condition === undefined,
    );
    expect(unconditional).toEqual([]);
  });

  it("is a hardened bucket with its own key", () => {
    expect(store.only("aws_s3_bucket_server_side_encryption_configuration").rule).toEqual([
      expect.objectContaining({
        apply_server_side_encryption_by_default: {
          sse_algorithm: "aws:kms",
          kms_master_key_id: expect.stringMatching(/^\$\{aws_kms_key\.Key_/),
        },
      }),
    ]);
    expect(store.only("aws_s3_bucket").lifecycle).toEqual({ prevent_destroy: true });
  });
});

describe.each([
  ["ModelStore", (stack: TerraformStack) => makeStore(stack), /^\$\{aws_kms_key\.Key_\w+\.arn\}$/],
  ["ExistingModelStore", findStore, /^arn:aws:kms:eu-central-1:123456789012:key\/k$/],
])("grantRead of a %s", (_, make, key) => {
  const policies = granted(make).resources("aws_iam_role_policy");
  const [policy] = policies;
  const [read, list, decrypt, ...further] = statements(policy?.policy);

  it("lets the role get releases and nothing else of the bucket", () => {
    expect(read).toMatchObject({ Action: "s3:GetObject", Resource: `${bucket}/releases/*` });
    expect(covers(String(read?.Resource), `${bucket}/${releaseKey("0".repeat(64))}`)).toBe(true);
    expect(list).toMatchObject({
      Action: "s3:ListBucket",
      Resource: bucket,
      Condition: { StringLike: { "s3:prefix": "releases/*" } },
    });
    expect(further).toEqual([]);
  });

  it("lets the role decrypt through S3, and this bucket's objects only", () => {
    expect(decrypt).toMatchObject({
      Action: "kms:Decrypt",
      Resource: expect.stringMatching(key),
      Condition: {
        StringEquals: {
          "kms:ViaService": "s3.eu-central-1.amazonaws.com",
          "kms:EncryptionContext:aws:s3:arn": bucket,
        },
      },
    });
  });

  it("gives each role a policy of its own, and one for each id", () => {
    const addresses = (...ids: string[]) =>
      granted(make, ...ids)
        .addresses()
        .filter((address) => address.startsWith("aws_iam_role_policy."))
        .map((address) => address.replace(/_[0-9A-F]{8}$/, "").replace("aws_iam_role_policy.", ""));
    expect(policies.map(({ role }) => String(role))).toEqual(
      ["One", "Two"].map((id) => `\${aws_iam_role.${id}.name}`),
    );
    expect(addresses()).toEqual(["One_ModelStoreRead", "Two_ModelStoreRead"]);
    expect(addresses("A", "B")).toEqual(["One_A", "One_B", "Two_A", "Two_B"]);
  });
});

describe("ExistingModelStore", () => {
  it("makes nothing and looks nothing up, so that its stack plans without it", () => {
    const stack = new TerraformStack(Testing.app(), "test");
    expect(findStore(stack).bucketName).toBe("pictor-test-models");
    const { resource, data } = JSON.parse(Testing.synth(stack));
    expect([resource, data]).toEqual([undefined, undefined]);
  });
});
