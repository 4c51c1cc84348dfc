import { policyMutants, synthesise } from "@pictor/testing";
import { EncryptionKey } from "../../src";
import { isCaught, keyArn, place, policyOf, type Row, wrongAnswers } from "../access";

const policy = policyOf(
  synthesise((stack) => {
    const key = new EncryptionKey(stack, "Key", {
      ...place,
      alias: "alias/pictor-test",
      description: "A test",
    });
    key.allowLogs();
    key.allowAlarms();
    key.allowEvents();
    key.allowBudgets();
    key.allowTopics();
    key.allowS3Delivery("pictor-test-payloads");
    key.allowGrants("lambda");
    key.allowGrants("sagemaker");
  }),
  "aws_kms_key",
);

const strangerArn = "arn:aws:iam::999999999999:role/Admin";

const own = (action: string, answer: Row["answer"], context: Row["context"] = {}): Row => ({
  principal: "arn:aws:iam::123456789012:role/Admin",
  own: "*",
  action: `kms:${action}`,
  context,
  answer,
});

const administration = [
  "CancelKeyDeletion",
  "CreateAlias",
  "DeleteAlias",
  "DescribeKey",
  "DisableKey",
  "EnableKeyRotation",
  "GetKeyPolicy",
  "ListGrants",
  "PutKeyPolicy",
  "RevokeGrant",
  "RotateKeyOnDemand",
  "ScheduleKeyDeletion",
  "TagResource",
  "UntagResource",
  "UpdateAlias",
  "UpdateKeyDescription",
];
const use = ["Decrypt", "Encrypt", "GenerateDataKey", "ReEncryptTo"];

const grant = (service: string, forService: string) => ({
  "kms:ViaService": `${service}.eu-central-1.amazonaws.com`,
  "kms:GrantIsForAWSResource": forService,
});

const accounts: readonly Row[] = [
  ...[...administration, ...use].map((action) => own(action, "yes")),
  ...[...administration, ...use].map((action) => ({
    ...own(action, "no"),
    principal: strangerArn,
  })),
  own("CreateGrant", "no"),
  own("CreateGrant", "no", { "kms:GrantIsForAWSResource": "true" }),
  own("CreateGrant", "yes", grant("lambda", "true")),
  own("CreateGrant", "yes", grant("sagemaker", "true")),
  own("CreateGrant", "no", grant("lambda", "false")),
  own("CreateGrant", "no", grant("sagemaker", "false")),
  own("CreateGrant", "no", grant("ec2", "true")),
  ...["lambda", "sagemaker"].map((name) => ({
    ...own("CreateGrant", "no", grant(name, "true")),
    principal: strangerArn,
  })),
];

const service = (
  principal: string,
  action: string,
  answer: Row["answer"],
  context: Row["context"] = {},
): Row => ({ principal: `${principal}.amazonaws.com`, action: `kms:${action}`, context, answer });

const logGroup = (account: string) => ({
  "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:eu-central-1:${account}:log-group:/pictor/x`,
});
const logActions = ["Encrypt", "Decrypt", "ReEncryptTo", "GenerateDataKey"];
const logs: readonly Row[] = logActions.flatMap((action) => [
  service("logs.eu-central-1", action, "yes", logGroup("123456789012")),
  service("logs.eu-central-1", action, "no", logGroup("999999999999")),
  service("logs.eu-central-1", action, "no"),
  service("logs.us-east-1", action, "no", logGroup("123456789012")),
  service("logs.eu-central-1", "CreateGrant", "no", logGroup("123456789012")),
]);

/** Services that put something where the key encrypts, each with a source of this account. */
const deliveries: readonly (readonly [string, string])[] = [
  ["cloudwatch", "arn:aws:cloudwatch:eu-central-1:123456789012:alarm:x"],
  ["budgets", "arn:aws:budgets::123456789012:budget/x"],
  ["sns", "arn:aws:sns:eu-central-1:123456789012:topic"],
  ["s3", "arn:aws:s3:::pictor-test-payloads"],
];
const delivered: readonly Row[] = deliveries.flatMap(([name, arn]) => {
  const source = { "aws:SourceAccount": "123456789012", "aws:SourceArn": arn };
  return [
    service(name, "Decrypt", "yes", source),
    service(name, "GenerateDataKey", "yes", source),
    service(name, "Encrypt", "no", source),
    service("events", "Decrypt", "no", source),
    service(name, "Decrypt", "no", { ...source, "aws:SourceAccount": "999999999999" }),
    service(name, "Decrypt", "no", { ...source, "aws:SourceArn": "arn:aws:s3:::another-bucket" }),
    service(name, "Decrypt", "no"),
  ];
});

const topic = (account: string) => ({
  "kms:EncryptionContext:aws:sns:topicArn": `arn:aws:sns:eu-central-1:${account}:pictor-test-page`,
});
/** EventBridge sends no source, only the topic that it publishes to. */
const published: readonly Row[] = [
  service("events", "Decrypt", "yes", topic("123456789012")),
  service("events", "GenerateDataKey", "yes", topic("123456789012")),
  service("events", "Encrypt", "no", topic("123456789012")),
  service("events", "CreateGrant", "no", topic("123456789012")),
  service("events", "Decrypt", "no", topic("999999999999")),
  service("events", "Decrypt", "no"),
  service("cloudtrail", "Decrypt", "no", topic("123456789012")),
];

const rows = [...accounts, ...logs, ...delivered, ...published];

describe("the policy of an EncryptionKey, evaluated", () => {
  it.each([
    [
      "its account's identities, and nobody else's; a grant only to a service that it opened",
      accounts,
    ],
    ["CloudWatch Logs for log groups of its account", logs],
    ["alarms, budgets, topics and one bucket, each for its account's resources", delivered],
    ["EventBridge for topics of its account", published],
  ])("admits %s", async (_, expected) => {
    expect(await wrongAnswers(policy, expected, keyArn)).toEqual([]);
  });

  // Three actions know GrantIsForAWSResource, and the account has the other two anyway: this changes no answer.
  const changesNothing = /^GrantsOf\w+: Action is "kms:\*"$/;
  const mutants = policyMutants(policy).filter(({ change }) => !changesNothing.test(change));
  it.each(mutants.map(({ change, policy: mutant }) => [change, mutant] as const))(
    "would be found broken: %s",
    async (_, mutant) => {
      expect(await isCaught(mutant, rows, keyArn)).toBe(true);
    },
  );
});
