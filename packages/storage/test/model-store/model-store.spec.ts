import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { releaseKey } from "@pictor/contracts";
import { synthesise } from "@pictor/testing";
import { TerraformStack, Testing } from "cdktf";
import {
  EncryptionKey,
  ExistingModelStore,
  type ExistingModelStoreProps,
  ModelStore,
  type ModelStoreProps,
  type ModelStoreReference,
  type PolicyStatement,
} from "../../src";

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
    readerRoleNames: ["One", "Two"],
    deployRoleName: "Deploy",
    protected: true,
    accessLogs: { kind: "none", reason: "a test" },
    ...changed,
  });

const findStore = (
  stack: TerraformStack,
  changed: Partial<ExistingModelStoreProps> = {},
): ModelStoreReference =>
  new ExistingModelStore(stack, "Models", {
    ...place,
    bucketName: "pictor-test-models",
    readerRoleNames: ["One", "Two"],
    deployRoleName: "Deploy",
    encryption: {
      kind: "sse-kms",
      key: { arn: "arn:aws:kms:eu-central-1:123456789012:key/k" },
      bucketKey: true,
    },
    ...changed,
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

describe("ModelStore", () => {
  const store = synthesise((stack) => {
    makeStore(stack);
  });

  it("locks nobody out of its administration", () => {
    const unconditional = statements(store.single("aws_s3_bucket_policy").policy).filter(
      (statement) => statement.Effect === "Deny" && statement.Condition === undefined,
    );
    expect(unconditional).toEqual([]);
  });

  it("is a hardened bucket with its own key", () => {
    expect(store.single("aws_s3_bucket_server_side_encryption_configuration").rule).toEqual([
      expect.objectContaining({
        apply_server_side_encryption_by_default: {
          sse_algorithm: "aws:kms",
          kms_master_key_id: expect.stringMatching(/^\$\{aws_kms_key\.Key_/),
        },
      }),
    ]);
    expect(store.single("aws_s3_bucket").lifecycle).toEqual({ prevent_destroy: true });
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

describe.each([
  ["ModelStore", makeStore],
  ["ExistingModelStore", findStore],
])("the grants of a %s", (_, make) => {
  const grant = (
    name: string,
    use: (store: ModelStoreReference, role: IamRole) => void,
    path?: string,
  ) =>
    synthesise((stack) =>
      use(
        make(stack),
        new IamRole(stack, "Role", {
          name,
          ...(path !== undefined && { path }),
          assumeRolePolicy: "{}",
        }),
      ),
    );

  it("refuse a role with a path, whose ARN the bucket's policy does not name", () => {
    const read = (store: ModelStoreReference, role: IamRole) => store.grantRead(role);
    expect(() => grant("One", read, "/team/")).toThrow(
      "role 'One' cannot be given access: its path is '/team/'",
    );
    expect(() => grant("One", read, "/")).not.toThrow();
  });

  it("admit a role with a path that is named with it", () => {
    const pathed = { readerRoleNames: ["team/One"], deployRoleName: "Deploy" };
    const made = synthesise((stack) => {
      const role = new IamRole(stack, "Role", {
        name: "One",
        path: "/team/",
        assumeRolePolicy: "",
      });
      make(stack, pathed).grantRead(role);
    });
    expect(made.resources("aws_iam_role_policy")).toHaveLength(1);
    for (const { policy } of made.resources("aws_s3_bucket_policy")) {
      expect(String(policy)).toContain("arn:aws:iam::123456789012:role/team/One");
    }
  });

  it("say what to do where a role is granted the same again", () => {
    const twice = (store: ModelStoreReference, role: IamRole) => {
      store.grantRead(role);
      store.grantRead(role);
    };
    expect(() => grant("One", twice)).toThrow(
      "role 'test/Role' already has a grant with id 'ModelStoreRead': give this one another id",
    );
  });

  it("let the deploy role write releases, encrypted, and nothing else of the bucket", () => {
    const [write, encrypt, ...further] = statements(
      grant("Deploy", (store, role) => store.grantPublish(role)).single("aws_iam_role_policy")
        .policy,
    );
    expect(write).toMatchObject({
      Action: ["s3:AbortMultipartUpload", "s3:PutObject"],
      Resource: `${bucket}/releases/*`,
    });
    expect(encrypt).toMatchObject({ Action: ["kms:Decrypt", "kms:GenerateDataKey"] });
    expect(further).toEqual([]);
  });

  it("refuse a role that the bucket's policy would refuse, and say where that must change", () => {
    expect(() => grant("Else", (store, role) => store.grantRead(role))).toThrow(
      /role 'Else' cannot be given access: .* admits only 'One', 'Two', 'Deploy', .* add the role's name to readerRoleNames of the store, in the stack that makes it/,
    );
    expect(() => grant("One", (store, role) => store.grantPublish(role))).toThrow(
      /admits only 'Deploy', .* deployRoleName/,
    );
  });
});

describe("operatorRoleArns of a ModelStore", () => {
  const problems = (...operatorRoleArns: string[]) => {
    const stack = new TerraformStack(Testing.app(), "test");
    new AwsProvider(stack, "Aws", { region: place.region });
    makeStore(stack, { operatorRoleArns });
    return () => Testing.synth(stack, true);
  };
  const own = "arn:aws:iam::123456789012:role/";

  it.each([
    [`${own}Operator`],
    [`${own}aws-reserved/sso.amazonaws.com/AWSReservedSSO_Operator_*`],
    [`${own}O*`],
  ])("may be %s", (arn) => {
    expect(problems(arn)).not.toThrow();
  });

  it.each([
    ["*"],
    [own],
    [`${own}*`],
    [`${own}?perator`],
    ["arn:aws:iam::999999999999:role/Operator"],
    ["arn:aws:iam::*:role/Operator"],
    ["arn:aws-cn:iam::123456789012:role/Operator"],
    ["arn:aws:iam::123456789012:user/Operator"],
    ["arn:aws:iam::123456789012:root"],
  ])("may not be %s, which could be anybody", (arn) => {
    expect(problems(`${own}Operator`, arn)).toThrow(
      `operatorRoleArns: '${arn}' must begin with '${own}' and one character or more of the role's name before any '*' or '?'`,
    );
  });
});

describe("a ModelStore's lifecycle", () => {
  const [abort, old, ...further] = synthesise((stack) => {
    makeStore(stack);
  }).single("aws_s3_bucket_lifecycle_configuration").rule as readonly Record<string, unknown>[];

  it("makes replaced versions cheaper, then deletes them by age and count", () => {
    expect(old).toMatchObject({
      noncurrent_version_transition: [{ noncurrent_days: 30, storage_class: "STANDARD_IA" }],
      noncurrent_version_expiration: [{ noncurrent_days: 365, newer_noncurrent_versions: 5 }],
    });
  });

  it("never deletes or moves the current version of a release", () => {
    expect(further).toEqual([]);
    for (const rule of [abort, old]) {
      expect(Object.keys(rule ?? {})).not.toEqual(
        expect.arrayContaining([expect.stringMatching(/^(expiration|transition)$/)]),
      );
    }
  });
});
