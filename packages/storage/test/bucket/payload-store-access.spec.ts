import { policyMutants, synthesise } from "@pictor/testing";
import { PayloadStore } from "../../src";
import { isCaught, keyArn, place, policyOf, type Row, wrongAnswers } from "../access";
import { hardened, tls } from "../hardened";

const bucket = "arn:aws:s3:::pictor-test-payloads";

const policy = policyOf(
  synthesise((stack) => {
    new PayloadStore(stack, "Payloads", {
      ...place,
      bucketName: "pictor-test-payloads",
      encryptionKey: { arn: keyArn },
      accessLogs: { kind: "none", reason: "a test" },
    });
  }),
  "aws_s3_bucket_policy",
);

const ask =
  (principal: string, own: Pick<Row, "own">) =>
  (action: string, answer: Row["answer"], context: Readonly<Record<string, string>> = {}): Row => ({
    principal,
    action: `s3:${action}`,
    resource: ["ListBucket", "PutBucketPolicy"].includes(action) ? bucket : `${bucket}/batch/in/1`,
    ...own,
    context: { ...tls, ...context },
    answer,
  });

/** The store's policy gives nothing: who has policies of its own in the account gets in, and nobody else. */
const principals: readonly (readonly [string, string, Pick<Row, "own">, Row["answer"]])[] = [
  ["role with policies", "arn:aws:iam::123456789012:role/Batch", { own: "*" }, "yes"],
  ["role without", "arn:aws:iam::123456789012:role/Else", {}, "no"],
  ["account root", "arn:aws:iam::123456789012:root", { own: "*" }, "yes"],
  ["role of another account", "arn:aws:iam::999999999999:role/Admin", { own: "*" }, "no"],
  ["root of another account", "arn:aws:iam::999999999999:root", { own: "*" }, "no"],
  ["service", "cloudfront.amazonaws.com", {}, "no"],
  ["log delivery", "logging.s3.amazonaws.com", {}, "no"],
  ["anonymous", "anonymous", {}, "no"],
];
const actions = ["GetObject", "PutObject", "DeleteObject", "ListBucket", "PutBucketPolicy"];

const table = principals.map(([name, principal, own, answer]) => ({
  name,
  rows: actions.map((action) => ask(principal, own)(action, answer)),
}));
const promises = hardened(ask("arn:aws:iam::123456789012:role/Batch", { own: "*" }));

describe("the policy of a PayloadStore, evaluated", () => {
  it.each(table)("answers a $name by its own policies", async ({ rows }) => {
    expect(await wrongAnswers(policy, rows, bucket)).toEqual([]);
  });

  it.each(promises)("keeps its word: %s", async (_, row) => {
    expect(await wrongAnswers(policy, [row], bucket)).toEqual([]);
  });

  const rows = [...promises.map(([, row]) => row), ...table.flatMap((one) => one.rows)];
  it.each(policyMutants(policy).map(({ change, policy: mutant }) => [change, mutant] as const))(
    "would be found broken: %s",
    async (_, mutant) => {
      expect(await isCaught(mutant, rows, bucket)).toBe(true);
    },
  );
});
