import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import {
  accountKeyPolicy,
  decide,
  type PolicyDocument,
  policyMutants,
  synthesise,
  wrongAnswers,
} from "@pictor/testing";
import { Aspects, TerraformStack, Testing } from "cdktf";
import { ExistingModelStore, type ExistingModelStoreProps } from "../../src";
import { keyArn, place } from "../access";

const bucket = "arn:aws:s3:::acme-models";
const roleArn = "arn:aws:iam::123456789012:role/model";
const key = { arn: keyArn };

const storeIn = (
  stack: TerraformStack,
  changed: Partial<ExistingModelStoreProps> = {},
): ExistingModelStore =>
  new ExistingModelStore(stack, "Models", {
    ...place,
    bucketName: "acme-models",
    readerRoleNames: ["model"],
    deployRoleName: "model",
    encryption: { kind: "sse-kms", key },
    modelPrefix: "models/",
    ...changed,
  });

/** What a model role may do with a bucket of somebody else's, and what the role that publishes. */
const policiesOf = (
  changed: Partial<ExistingModelStoreProps> = {},
): Readonly<Record<"read" | "publish", PolicyDocument>> => {
  const policies = synthesise((stack) => {
    const store = storeIn(stack, changed);
    const role = new IamRole(stack, "Role", { name: "model", assumeRolePolicy: "{}" });
    store.grantRead(role);
    store.grantPublish(role);
  }).resources("aws_iam_role_policy");
  const named = (wanted: string): PolicyDocument =>
    JSON.parse(String(policies.find(({ name }) => name === wanted)?.policy));
  return { read: named("ModelStoreRead"), publish: named("ModelStorePublish") };
};

const decrypts = (arn: string, answer: "yes" | "no", region = "eu-central-1") => ({
  principal: roleArn,
  accountId: place.accountId,
  action: "kms:Decrypt",
  resource: keyArn,
  context: {
    "kms:ViaService": `s3.${region}.amazonaws.com`,
    "kms:EncryptionContext:aws:s3:arn": arn,
  },
  answer,
});
const withKeyPolicy = (identity: PolicyDocument) => () => ({
  identity,
  resource: accountKeyPolicy(place.accountId),
});

describe("the key of a bucket that encrypts without a bucket key", () => {
  const rows = [
    decrypts(`${bucket}/models/digits/v1/model.tar.gz`, "yes"),
    decrypts(bucket, "yes"),
    decrypts(`${bucket}/private/x`, "no"),
    decrypts(`${bucket}-other/models/x`, "no"),
    decrypts(`${bucket}/models/x`, "no", "eu-west-1"),
  ];

  it.each(["read", "publish"] as const)(
    "decrypts the objects below the prefix only (%s)",
    async (use) => {
      expect(await wrongAnswers(rows, withKeyPolicy(policiesOf()[use]))).toEqual([]);
    },
  );

  const policy = policiesOf().read;
  it.each(
    policyMutants(policy)
      .filter(({ change }) => change.startsWith("Decrypt"))
      .map(({ change, policy: mutant }) => [change, mutant] as const),
  )("would be found broken: %s", async (_, mutant) => {
    const more = [
      ...rows,
      { ...decrypts(bucket, "no"), context: {} },
      { ...decrypts(bucket, "no"), action: "kms:CreateGrant" },
      { ...decrypts(bucket, "no"), resource: `${keyArn}-other` },
      { ...decrypts(bucket, "no"), context: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" } },
    ];
    expect(await wrongAnswers(more, withKeyPolicy(mutant))).not.toEqual([]);
  });

  it("is not asked for an object, where every object is encrypted by way of the bucket key", async () => {
    const { read } = policiesOf({ encryption: { kind: "sse-kms", key, bucketKey: true } });
    const only = [decrypts(bucket, "yes"), decrypts(`${bucket}/models/x`, "no")];
    expect(await wrongAnswers(only, withKeyPolicy(read))).toEqual([]);
  });
});

describe("a bucket that encrypts by S3's own keys", () => {
  it("is read without any right to a key", async () => {
    const { read, publish } = policiesOf({ encryption: { kind: "sse-s3" } });
    for (const policy of [read, publish]) expect(JSON.stringify(policy)).not.toContain("kms:");
    const ask = { principal: roleArn, action: "s3:GetObject", accountId: place.accountId };
    const get = (path: string) =>
      decide({ ...ask, resource: `${bucket}/${path}` }, { identity: read });
    expect(await get("models/digits/v1/model.tar.gz")).toBe("Allowed");
    expect(await get("releases/x/model.tar.gz")).toBe("ImplicitlyDenied");
  });
});

describe("a role that is changed after it was granted a store", () => {
  const synthesiseChanged = (change: (role: IamRole) => void) => {
    const stack = new TerraformStack(Testing.app(), "test");
    new AwsProvider(stack, "Aws", { region: place.region });
    const role = new IamRole(stack, "Role", { name: "model", assumeRolePolicy: "{}" });
    storeIn(stack).grantRead(role);
    change(role);
    return () => Testing.synth(stack, true);
  };
  const setPath = (role: IamRole) => {
    role.path = "/ml/";
  };

  it.each([
    [
      "an aspect sets its path",
      (role: IamRole) => Aspects.of(role).add({ visit: () => setPath(role) }),
    ],
    ["an override sets its path", (role: IamRole) => role.addOverride("path", "/ml/")],
  ])("is refused where %s, which the bucket's policy does not name", (_, change) => {
    expect(synthesiseChanged(change)).toThrow(
      "[test/Role] role 'model' cannot be given access: its path is '/ml/', but the policy of bucket 'acme-models' admits only 'model', 'model', and a path is part of a role's ARN; name it as 'ml/model' in readerRoleNames",
    );
  });

  it("is refused where its name changes", () => {
    expect(synthesiseChanged((role) => role.addOverride("name", "other"))).toThrow(
      "role 'other' cannot be given access: the policy of bucket 'acme-models' admits only 'model'",
    );
  });

  it("may get a permissions boundary, which changes no ARN", () => {
    const bound = (role: IamRole) => {
      role.permissionsBoundary = "arn:aws:iam::123456789012:policy/boundary";
    };
    expect(synthesiseChanged(bound)).not.toThrow();
  });
});
