import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Synthesised } from "@pictor/testing";
import { TerraformStack, TerraformVariable, Testing } from "cdktf";
import {
  EncryptionKey,
  ExistingModelStore,
  type Expiry,
  HardenedBucket,
  ModelStore,
  PayloadStore,
  type PolicyStatement,
} from "../src";
import { keyArn, place } from "./access";

const stackWith = (build: (stack: TerraformStack, number: number, text: string) => void) => {
  const stack = new TerraformStack(Testing.app(), "test");
  new AwsProvider(stack, "Aws", { region: place.region });
  const number = new TerraformVariable(stack, "Number", { type: "number" }).numberValue;
  const text = new TerraformVariable(stack, "Text", { type: "string" }).stringValue;
  build(stack, number, text);
  return stack;
};
const problemsOf = (stack: TerraformStack): string[] =>
  stack.node.findAll().flatMap(({ node }) => node.validate());
const accessLogs = { kind: "none", reason: "a test" } as const;

describe("what only Terraform knows", () => {
  it("is carried through where S3 and KMS alone read it", () => {
    const stack = stackWith((scope, number) => {
      new EncryptionKey(scope, "Key", {
        ...place,
        alias: "alias/pictor-test",
        description: "Test",
        deletionWindowDays: number,
      });
      new HardenedBucket(scope, "Bucket", {
        ...place,
        bucketName: "pictor-test-bucket",
        encryption: { kind: "sse-s3" },
        accessLogs,
        lifecycle: {
          noncurrent: { expireAfterDays: number, moveAfterDays: 30, keepNewest: number },
          expiries: [{ prefix: "x/", days: number }],
        },
      });
      new PayloadStore(scope, "Payloads", {
        ...place,
        bucketName: "pictor-test-payloads",
        encryptionKey: { arn: keyArn },
        accessLogs,
        archive: { kind: "archive", afterDays: number },
      });
    });
    const text = new Synthesised(Testing.synth(stack, true)).text();
    expect(text.match(/\$\{var\.Number\}/g)).toHaveLength(5);
    expect(text).not.toMatch(/e\+\d\d\d|TfToken/);
  });

  it("is refused by name where policies are made of it, without CDKTF's encoding", () => {
    const stack = stackWith((scope, _, text) => {
      new ModelStore(scope, "Models", {
        ...place,
        bucketName: text,
        encryptionKey: { arn: keyArn },
        readerRoleNames: [text],
        deployRoleName: "deploy",
        operatorRoleArns: [text],
        accessLogs,
      });
    });
    const found = problemsOf(stack);
    expect(found).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^bucketName must be a literal of 3 to 63/),
        expect.stringMatching(
          /^readerRoleNames must be a literal of 1 to 64 letters.*, got a token$/,
        ),
        expect.stringMatching(/^operatorRoleArns: a token must begin with/),
      ]),
    );
    expect(found.join()).not.toContain("TfToken");
  });
});

describe("an account that only Terraform knows", () => {
  const withAccount = (operatorRoleArns: (account: string) => readonly string[]) =>
    stackWith((scope) => {
      const caller = new DataAwsCallerIdentity(scope, "Caller");
      const logs = new HardenedBucket(scope, "Logs", {
        region: place.region,
        // Each reading of the attribute is another token.
        accountId: caller.accountId,
        bucketName: "pictor-test-logs",
        encryption: { kind: "sse-s3" },
        accessLogs,
      });
      new ModelStore(scope, "Models", {
        region: place.region,
        accountId: caller.accountId,
        bucketName: "pictor-test-models",
        encryptionKey: { arn: keyArn },
        readerRoleNames: ["reader"],
        deployRoleName: "deploy",
        operatorRoleArns: operatorRoleArns(caller.accountId),
        accessLogs: { kind: "to", bucket: logs, prefix: "models/" },
      });
    });

  it("is compared with no other, and stands in the policies", () => {
    const stack = withAccount((account) => [
      `arn:aws:iam::${account}:role/person-*`,
      "arn:aws:iam::123456789012:role/other",
    ]);
    const text = new Synthesised(Testing.synth(stack, true)).text();
    const account = `\${data.aws_caller_identity.Caller.account_id}`;
    expect(text).toContain(`"aws:SourceAccount\\":\\"${account}`);
    for (const name of ["reader", "deploy", "person-*"]) {
      expect(text).toContain(`arn:aws:iam::${account}:role/${name}`);
    }
  });

  it.each([
    "arn:aws:iam::123456789012:role/*",
    "arn:aws:iam::12:role/person",
    "arn:aws-cn:iam::123456789012:role/person",
    "arn:aws:iam::123456789012:user/person",
  ])("does not admit the operator %s", (arn) => {
    expect(problemsOf(withAccount(() => [arn]))).toEqual([
      `operatorRoleArns: '${arn}' must begin with 'arn:aws:iam::<account>:role/' and one character or more of the role's name before any '*' or '?'`,
    ]);
  });
});

describe("a list that only Terraform knows", () => {
  const names = (scope: TerraformStack) =>
    new TerraformVariable(scope, "Names", { type: "list(string)" }).listValue;

  it("is refused by name where a bucket is made of its items", () => {
    const stack = stackWith((scope) => {
      const list: unknown = names(scope);
      new HardenedBucket(scope, "Bucket", {
        ...place,
        bucketName: "pictor-test-bucket",
        encryption: { kind: "sse-s3" },
        accessLogs,
        policy: list as PolicyStatement[],
        lifecycle: { expiries: list as Expiry[] },
      });
    });
    const why = "must be a list whose items are known at synthesis, got a token for the whole list";
    expect(problemsOf(stack)).toEqual([`expiries ${why}`, `policy ${why}`]);
  });

  const store = { ...place, bucketName: "pictor-test-models", deployRoleName: "deploy" };

  it("is refused at once as the readers of a store, with whom every grant is compared", () => {
    const refused = "readerRoleNames must be a list whose items are known at synthesis";
    const made = (scope: TerraformStack) => {
      const props = { ...store, encryptionKey: { arn: keyArn }, accessLogs };
      new ModelStore(scope, "Models", { ...props, readerRoleNames: names(scope) });
    };
    const existing = (scope: TerraformStack) => {
      const props = { ...store, encryption: { kind: "sse-s3" } } as const;
      new ExistingModelStore(scope, "Models", { ...props, readerRoleNames: names(scope) });
    };
    expect(() => stackWith(made)).toThrow(refused);
    expect(() => stackWith(existing)).toThrow(refused);
  });
});
