import fc from "fast-check";
import { hidden, hiddenAndChanged, readPlan, redactPlan } from "../../src";
import { leaks, planted } from "../planted";
import { type Written, writtenPlan } from "../written-plan";

const redacted = (change: Omit<Written, "address">, patterns?: readonly RegExp[]) => {
  const plan = readPlan(writtenPlan([{ address: "aws_thing.t", ...change }]));
  const [first] = redactPlan(plan, patterns).changes;
  return { before: first?.before, after: first?.after };
};
const created = (after: unknown, tree: unknown = {}, patterns?: readonly RegExp[]) =>
  redacted({ actions: ["create"], after, sensitiveAfter: tree }, patterns).after;

describe("redactPlan", () => {
  it("leaks no secret that was planted in any position of a plan", () => {
    fc.assert(
      fc.property(planted, (plan) => {
        const text = JSON.stringify(redactPlan(readPlan(plan.json)));
        expect(leaks(text, plan)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it("hides all that is below a true node, and keeps what is beside it", () => {
    const value = { a: { b: [1, "x"] }, c: "plain", d: null };
    expect(created(value, { a: true, d: true })).toEqual({ a: hidden, c: "plain", d: null });
  });

  it("hides what is secret only before, or only after", () => {
    const values = { before: { a: "old value" }, after: { a: "new value" } };
    for (const tree of ["sensitiveBefore", "sensitiveAfter"]) {
      expect(redacted({ actions: ["update"], ...values, [tree]: { a: true } })).toEqual({
        before: { a: hidden },
        after: { a: hiddenAndChanged },
      });
    }
  });

  it("marks a secret that changes, and none that stays", () => {
    const before = {
      password: "one",
      token: "same",
      list: [{ secret: "a" }],
      script: "TOKEN=abcdef1",
    };
    const after = {
      password: "two",
      token: "same",
      list: [{ secret: "b" }],
      script: "TOKEN=abcdef2",
    };
    expect(redacted({ actions: ["update"], before, after }).after).toEqual({
      password: hiddenAndChanged,
      token: hidden,
      list: [{ secret: hiddenAndChanged }],
      script: `TOKEN=${hidden} ${hiddenAndChanged}`,
    });
  });

  it.each([
    ["secret_arn", "arn:aws:secretsmanager:eu-west-1:1:secret:name-abc"],
    ["password_length", 12],
    ["access_key_id_name", "x"],
    ["max_tokens", 4096],
    ["manage_master_user_password", true],
    ["aws:TokenIssueTime", "2026-01-01"],
    ["kms_key_id", "k"],
    ["tokenised", "x"],
    ["password", ""],
  ])("keeps %s, which only describes a secret", (name, value) => {
    expect(created({ [name]: value })).toEqual({ [name]: value });
  });

  it("hides the value of a variable whose name is secret, however short it is", () => {
    const variables = [
      { name: "DB_PASSWORD", value: "abc" },
      { name: "DB_HOST", value: "abc" },
    ];
    expect(created({ variables })).toEqual({
      variables: [
        { name: "DB_PASSWORD", value: hidden },
        { name: "DB_HOST", value: "abc" },
      ],
    });
  });

  it("hides an output whose name is secret, however short it is", () => {
    const change = {
      actions: ["create"],
      after: "abc",
      before_sensitive: false,
      after_sensitive: false,
    };
    const output_changes = { db_password: change, db_host: change };
    const { outputs } = redactPlan(readPlan(writtenPlan([], { output_changes })));
    expect(outputs.map(({ name, after }) => [name, after])).toEqual([
      ["db_password", hidden],
      ["db_host", "abc"],
    ]);
  });

  it("keeps a policy document as it is written", () => {
    const policy = '{ "Statement": [{"Effect":"Allow","Action":"secretsmanager:GetSecretValue"}] }';
    expect(created({ policy })).toEqual({ policy });
  });

  it("shows what forces a replacement, and no key of a secret map", () => {
    const values = { list: { "a secret key": "x" }, name: "n" };
    const [change] = redactPlan(
      readPlan(
        writtenPlan([
          {
            address: "aws_thing.t",
            actions: ["delete", "create"],
            before: values,
            after: values,
            sensitiveBefore: { list: true },
            replacePaths: [["list", "a secret key"], ["name"]],
          },
        ]),
      ),
    ).changes;
    expect(change?.replacePaths).toEqual([["list"], ["name"]]);
  });

  it("hides what the caller's patterns match", () => {
    expect(created({ a: "case ACME-1234 and 99" }, {}, [/ACME-\d+/, /and (?<secret>\d+)/])).toEqual(
      {
        a: `case ${hidden} and ${hidden}`,
      },
    );
  });

  it("keeps keys of a map apart that look the same without their secrets", () => {
    const key = (letter: string) => `AKIA${letter.repeat(16)}`;
    expect(created({ map: { [key("A")]: 1, [key("B")]: 2 } })).toEqual({
      map: { [hidden]: 1, [`${hidden} 2`]: 2 },
    });
  });

  it("leaves names of attributes as they are where a secret document has the same words", () => {
    const document = JSON.stringify({
      kind: "serverless",
      password: "kingfisher",
      code: "a1b2c3d4e5",
    });
    const { after } = redacted({
      actions: ["create"],
      after: {
        value: document,
        serverless_config: [{ a: "kingfisher" }],
        name: "of a1b2c3d4e5",
      },
      sensitiveAfter: { value: true },
    });
    expect(after).toEqual({
      value: hidden,
      serverless_config: [{ a: hidden }],
      name: `of ${hidden}`,
    });
  });
});
