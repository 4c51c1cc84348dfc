import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import {
  accountKeyPolicy,
  type PolicyDocument,
  policyMutants,
  synthesise,
  wrongAnswers,
} from "@pictor/testing";
import { ModelStore, PayloadStore } from "../src";
import { keyArn, place } from "./access";

const models = "arn:aws:s3:::pictor-test-models";
const payloads = "arn:aws:s3:::pictor-test-payloads";
const roleArn = "arn:aws:iam::123456789012:role/Deploy";

const granted = synthesise((stack) => {
  const role = new IamRole(stack, "Role", { name: "Deploy", assumeRolePolicy: "{}" });
  const common = {
    ...place,
    encryptionKey: { arn: keyArn },
    accessLogs: { kind: "none", reason: "a test" },
  } as const;
  const modelStore = new ModelStore(stack, "Models", {
    ...common,
    bucketName: "pictor-test-models",
    readerRoleNames: ["One"],
    deployRoleName: "Deploy",
  });
  modelStore.grantRead(role);
  modelStore.grantPublish(role);
  const payloadStore = new PayloadStore(stack, "Payloads", {
    ...common,
    bucketName: "pictor-test-payloads",
  });
  payloadStore.grantRead(role, "in/");
  payloadStore.grantWrite(role, "out/");
  payloadStore.grantRead(role, "further/", "FurtherRead");
});

const policyNamed = (name: string): PolicyDocument => {
  const found = granted.resources("aws_iam_role_policy").find((policy) => policy.name === name);
  return JSON.parse(String(found?.policy));
};

interface Row {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string>>;
  readonly answer: "yes" | "no";
}

const objects = (
  actions: readonly string[],
  bucket: string,
  prefix: string,
  answer: Row["answer"],
): readonly Row[] =>
  actions.map((action) => ({
    action: `s3:${action}`,
    resource: `${bucket}/${prefix}x/y`,
    answer,
  }));

const list = (bucket: string, prefix: string | undefined, answer: Row["answer"]): Row => ({
  action: "s3:ListBucket",
  resource: bucket,
  ...(prefix !== undefined && { context: { "s3:prefix": prefix } }),
  answer,
});

const key = (action: string, bucket: string): readonly Row[] => {
  const context = {
    "kms:ViaService": "s3.eu-central-1.amazonaws.com",
    "kms:EncryptionContext:aws:s3:arn": bucket,
  };
  const { "kms:ViaService": _, ...direct } = context;
  const { "kms:EncryptionContext:aws:s3:arn": __, ...ofAnything } = context;
  const ask = (changed: Readonly<Record<string, string>>, answer: Row["answer"]): Row => ({
    action: `kms:${action}`,
    resource: keyArn,
    context: changed,
    answer,
  });
  return [
    ask(context, "yes"),
    { ...ask(context, "no"), action: "kms:CreateGrant" },
    ask(direct, "no"),
    ask(ofAnything, "no"),
    ask({ ...context, "kms:ViaService": "sqs.eu-central-1.amazonaws.com" }, "no"),
    ask({ ...context, "kms:EncryptionContext:aws:s3:arn": `${bucket}-other` }, "no"),
    { ...ask(context, "no"), resource: `${keyArn}-other` },
  ];
};

const reads = (bucket: string, prefix: string): readonly Row[] => [
  ...objects(["GetObject"], bucket, prefix, "yes"),
  ...objects(["GetObject"], bucket, "another/", "no"),
  ...objects(["GetObject"], `${bucket}-other`, prefix, "no"),
  ...objects(["PutObject", "DeleteObject", "GetObjectVersion"], bucket, prefix, "no"),
  list(bucket, `${prefix}x/`, "yes"),
  list(bucket, "another/", "no"),
  list(bucket, undefined, "no"),
  list(`${bucket}-other`, prefix, "no"),
  { ...list(bucket, `${prefix}x/`, "no"), action: "s3:ListBucketVersions" },
  ...key("Decrypt", bucket),
];
const writes = (bucket: string, prefix: string): readonly Row[] => [
  ...objects(["PutObject", "AbortMultipartUpload"], bucket, prefix, "yes"),
  ...objects(["PutObject", "AbortMultipartUpload"], bucket, "another/", "no"),
  ...objects(["PutObject"], `${bucket}-other`, prefix, "no"),
  ...objects(["GetObject", "DeleteObject"], bucket, prefix, "no"),
  list(bucket, prefix, "no"),
  ...key("Decrypt", bucket),
  ...key("GenerateDataKey", bucket),
];

const wrong = (policy: PolicyDocument, rows: readonly Row[]): Promise<readonly string[]> =>
  wrongAnswers(
    rows.map((row) => ({ ...row, principal: roleArn, accountId: place.accountId })),
    ({ action }) => ({
      identity: policy,
      ...(action.startsWith("kms:") && { resource: accountKeyPolicy(place.accountId) }),
    }),
  );

describe.each([
  ["ModelStoreRead", reads(models, "releases/")],
  ["ModelStorePublish", writes(models, "releases/")],
  ["PayloadRead", reads(payloads, "in/")],
  ["PayloadWrite", writes(payloads, "out/")],
  ["FurtherRead", reads(payloads, "further/")],
])("the policy that a grant gives a role, evaluated: %s", (name, rows) => {
  const policy = policyNamed(name);

  it("allows what it is for, below its prefix and through S3, and nothing else", async () => {
    expect(await wrong(policy, rows)).toEqual([]);
  });

  it.each(policyMutants(policy).map(({ change, policy: mutant }) => [change, mutant] as const))(
    "would be found broken: %s",
    async (_, mutant) => {
      expect(await wrong(mutant, rows)).not.toEqual([]);
    },
  );
});
