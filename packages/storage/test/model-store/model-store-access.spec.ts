import { policyMutants, synthesise } from "@pictor/testing";
import { HardenedBucket, ModelStore } from "../../src";
import { isCaught, keyArn, place, policyOf, type Row, wrongAnswers } from "../access";
import { customer, hardened, sse, tls } from "../hardened";

const bucket = "arn:aws:s3:::pictor-test-models";
const release = `${bucket}/releases/0123/model.tar.gz`;
const iam = (rest: string, account = place.accountId) => `arn:aws:iam::${account}:${rest}`;

const policy = policyOf(
  synthesise((stack) => {
    new ModelStore(stack, "Models", {
      ...place,
      bucketName: "pictor-test-models",
      encryptionKey: { arn: keyArn },
      readerRoleNames: ["model-real-time", "model-serverless"],
      deployRoleName: "deploy",
      operatorRoleArns: [iam("role/sso/Operator_*")],
      accessLogs: { kind: "none", reason: "a test" },
    });
  }),
  "aws_s3_bucket_policy",
);

const ask = (
  principal: string,
  action: string,
  answer: Row["answer"],
  context: Readonly<Record<string, string>> = {},
): Row => ({
  principal,
  action: `s3:${action}`,
  resource: ["ListBucket", "PutBucketPolicy"].includes(action) ? bucket : release,
  own: "*",
  context: { ...tls, ...context },
  answer,
});
const once = { "s3:if-none-match": "*", "s3:ObjectCreationOperation": "true" };

/** Every principal's own policies allow everything: what is refused, the store's policy refuses. */
const principals: readonly (readonly [string, string, Readonly<Record<string, Row["answer"]>>])[] =
  [
    ["real-time model", iam("role/model-real-time"), answers("yes no no yes yes")],
    ["serverless model", iam("role/model-serverless"), answers("yes no no yes yes")],
    ["deploy role", iam("role/deploy"), answers("yes yes yes yes yes")],
    ["operator", iam("role/sso/Operator_4f2"), answers("yes no no yes yes")],
    ["role with s3:*", iam("role/Admin"), answers("no no no yes yes")],
    ["user named like a reader", iam("user/model-real-time"), answers("no no no yes yes")],
    ["role with a longer name", iam("role/model-real-time-2"), answers("no no no yes yes")],
    ["account root", iam("root"), answers("no no no yes yes")],
    ["predict Lambda's role", iam("role/pictor-test-predict"), answers("no no no yes yes")],
    ["same role elsewhere", iam("role/model-real-time", "999999999999"), answers("no no no no no")],
    ["other account's root", iam("root", "999999999999"), answers("no no no no no")],
    ["CloudFront", "cloudfront.amazonaws.com", answers("no no no no no")],
    ["anonymous", "anonymous", answers("no no no no no")],
  ];

/** Get, Put, Delete, List, PutBucketPolicy. */
function answers(line: string): Readonly<Record<string, Row["answer"]>> {
  const actions = ["GetObject", "PutObject", "DeleteObject", "ListBucket", "PutBucketPolicy"];
  const given = line.split(" ") as Row["answer"][];
  return Object.fromEntries(actions.map((action, at) => [action, given[at] ?? "no"]));
}

const ownless = (row: Row): Row => {
  const { own: _, ...rest } = row;
  return rest;
};
const table = principals.flatMap(([name, principal, row]) =>
  Object.entries(row).map(([action, answer]) => {
    const asked = ask(principal, action, answer, action === "PutObject" ? once : {});
    const hasPolicies = principal.startsWith("arn:");
    return { name, row: hasPolicies ? asked : ownless(asked) };
  }),
);

const [deploy, admin] = [iam("role/deploy"), iam("role/Admin")];
const put = (answer: Row["answer"], context: Readonly<Record<string, string>>): Row =>
  ask(deploy, "PutObject", answer, context);

/** What else the policy promises. */
const promises: readonly (readonly [string, Row])[] = [
  ["no older version is read", ask(admin, "GetObjectVersion", "no")],
  ["no version is deleted", ask(admin, "DeleteObjectVersion", "no")],
  ["no archived one is restored", ask(admin, "RestoreObject", "no")],
  ["nothing is replicated into it", ask(admin, "ReplicateObject", "no")],
  ["no release is put over another", put("no", { "s3:ObjectCreationOperation": "true" })],
  ["a part of an upload needs no header", put("yes", { "s3:ObjectCreationOperation": "false" })],
  ...hardened((action, answer, context) =>
    ask(deploy, action, answer, action === "PutObject" ? { ...once, ...context } : context),
  ),
  ["no encryption is changed", ask(admin, "UpdateObjectEncryption", "no")],
];

describe("the policy of a ModelStore, evaluated", () => {
  it.each(principals.map(([name]) => name))("answers a %s as the table says", async (name) => {
    const rows = table.filter((one) => one.name === name).map(({ row }) => row);
    expect(await wrongAnswers(policy, rows, bucket)).toEqual([]);
  });

  it.each(promises)("keeps its word: %s", async (_, row) => {
    expect(await wrongAnswers(policy, [row], bucket)).toEqual([]);
  });

  const rows = [...promises.map(([, row]) => row), ...table.map(({ row }) => row)];
  it.each(policyMutants(policy).map(({ change, policy: mutant }) => [change, mutant] as const))(
    "would be found broken: %s",
    async (_, mutant) => {
      expect(await isCaught(mutant, rows, bucket)).toBe(true);
    },
  );
});

describe("the policy of a bucket with S3's own key, evaluated", () => {
  const logs = "arn:aws:s3:::pictor-test-logs";
  const synthesised = synthesise((stack) => {
    const target = new HardenedBucket(stack, "Logs", {
      ...place,
      bucketName: "pictor-test-logs",
      encryption: { kind: "sse-s3" },
      accessLogs: { kind: "none", reason: "receives the others' logs" },
    });
    for (const id of ["models", "payloads"]) {
      new HardenedBucket(stack, id, {
        ...place,
        bucketName: `pictor-test-${id}`,
        encryption: { kind: "sse-s3" },
        accessLogs: { kind: "to", bucket: target, prefix: `${id}/` },
      });
    }
  });
  const policies = synthesised.resources("aws_s3_bucket_policy").map(({ policy: text }) => text);
  const document = JSON.parse(String(policies.find((text) => String(text).includes("AccessLog"))));
  const source = (id: string) => ({
    "aws:SourceAccount": place.accountId,
    "aws:SourceArn": `arn:aws:s3:::pictor-test-${id}`,
  });
  const log = (answer: Row["answer"], key: string, context: Readonly<Record<string, string>>) => ({
    principal: "logging.s3.amazonaws.com",
    action: "s3:PutObject",
    resource: `${logs}/${key}`,
    context: { ...tls, ...context },
    answer,
  });
  const write = (answer: Row["answer"], context: Readonly<Record<string, string>>): Row => ({
    ...log(answer, "x", context),
    principal: deploy,
    own: "*",
  });
  const rows: readonly Row[] = [
    log("yes", "models/1", source("models")),
    log("yes", "payloads/1", source("payloads")),
    log("no", "payloads/1", source("models")),
    log("no", "models/1", source("payloads")),
    log("no", "models/1", { ...source("models"), "aws:SourceAccount": "999999999999" }),
    log("no", "payloads/1", { ...source("payloads"), "aws:SourceAccount": "999999999999" }),
    log("no", "models/1", source("other")),
    log("no", "payloads/1", source("other")),
    ...["models", "payloads"].flatMap((id) => [
      { ...log("no", `${id}/1`, source(id)), principal: "cloudfront.amazonaws.com" },
      { ...log("no", `${id}/1`, source(id)), action: "s3:GetObject" },
    ]),
    ...["s3:ReplicateObject", "s3:UpdateObjectEncryption"].map((action) => ({
      ...write("no", { [sse]: "aws:kms" }),
      action,
    })),
    { ...write("no", customer), action: "s3:ReplicateObject" },
    write("yes", {}),
    write("yes", { [sse]: "AES256" }),
    write("no", { [sse]: "aws:kms" }),
    write("no", customer),
    write("no", { "aws:SecureTransport": "false" }),
    write("no", { "s3:TlsVersion": "1.1" }),
    write("yes", { "s3:TlsVersion": "1.2" }),
    { ...write("no", { "aws:SecureTransport": "false" }), action: "s3:ListBucket", resource: logs },
    { ...write("no", { "s3:TlsVersion": "1.1" }), action: "s3:ListBucket", resource: logs },
  ];

  it("admits the access logs of its sources, each below its prefix, and its own encryption", async () => {
    expect(await wrongAnswers(document, rows, logs)).toEqual([]);
  });

  it.each(policyMutants(document).map(({ change, policy: mutant }) => [change, mutant] as const))(
    "would be found broken: %s",
    async (_, mutant) => {
      expect(await isCaught(mutant, rows, logs)).toBe(true);
    },
  );
});
