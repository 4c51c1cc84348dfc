import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { IAMClient } from "@aws-sdk/client-iam";
import { type Terraform, UserError } from "@pictor/terraform";
import { applyAdopting, existing, type Import, refuseSharedProvider } from "../src/account/adopt";
import { chooseAccount } from "../src/account/choose-account";
import { nextPhase } from "../src/account/next-phase";
import { protectedIn } from "../src/account/protected";
import type { AccountState, AccountStates } from "../src/account/states";
import { readPlaces } from "../src/commands/environments";
import { runWithoutAws } from "./without-aws";

const account = { accountId: "123456789012", region: "eu-central-1" };
const directory = mkdtempSync(join(tmpdir(), "pictor-account-"));
afterAll(() => rmSync(directory, { recursive: true }));

describe("chooseAccount", () => {
  const place = { environment: "one", ...account };

  it("finds the region by the account's environments", () => {
    expect(chooseAccount("123456789012", undefined, [place])).toEqual({
      ...account,
      environments: ["one"],
    });
  });

  it.each([
    ["123456789012", undefined, "environments in eu-central-1 and us-east-1"],
    ["123456789012", "eu-west-1", "no environment in eu-west-1"],
    ["999999999999", undefined, "no environment is in account '999999999999'"],
    ["12", "eu-centrl-1", "<id> '12' must be twelve digits"],
    ["12", "eu-centrl-1", "--region 'eu-centrl-1'"],
  ])("refuses %s in %s: %s", (id, region, problem) => {
    const places = [place, { ...place, environment: "two", region: "us-east-1" }];
    expect(() => chooseAccount(id, region, places)).toThrow(problem);
  });

  it("knows all environments of the app", () => {
    expect(readPlaces()).toContainEqual({
      environment: "prod",
      accountId: "333333333333",
      region: "us-east-1",
    });
  });

  it("refuses before anything is asked of AWS", () => {
    const home = mkdtempSync(join(directory, "home-"));
    const { status, stderr } = runWithoutAws(home, ["account", "333333333339"]);
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringMatching(
        /no environment is in account .*\nnext .* 333333333333 \(prod\)/,
      ),
    });
    expect(readdirSync(home).filter((name) => name === "accounts")).toEqual([]);
  });
});

describe("nextPhase", () => {
  const state: AccountState = { lineage: "a", serial: 3, resources: 9, tainted: [] };
  const remote = { ...state, etag: "e" };
  const phase = (states: Partial<AccountStates>) =>
    nextPhase({ bucketExists: true, local: undefined, remote: undefined, ...states }, "b", "f");

  it.each<[string, Partial<AccountStates>, string]>([
    ["nothing exists", { bucketExists: false }, "begin"],
    ["only the file has a state", { bucketExists: false, local: state }, "continue"],
    ["the bucket exists and the state is in the file", { local: state }, "continue"],
    [
      "Terraform's own migration was killed and left an empty state",
      { local: state, remote: { ...remote, lineage: "b", resources: 0 } },
      "continue",
    ],
    ["the bucket has the state", { remote }, "moved"],
    ["both have it", { local: state, remote }, "moved"],
    ["the bucket's has grown since", { local: state, remote: { ...remote, serial: 4 } }, "moved"],
    ["the bucket exists and no state is known", {}, "refused"],
    ["both are of different set-ups", { local: { ...state, lineage: "b" }, remote }, "refused"],
    ["the file's is newer", { local: { ...state, serial: 4 }, remote }, "refused"],
  ])("where %s is %#", (_, states, kind) => {
    expect(phase(states).kind).toBe(kind);
  });
});

describe("what exists already", () => {
  const stack = {
    resource: {
      aws_iam_policy: { A: { name: "a" }, Other: { name: "o" } },
      aws_iam_role: { B: { name: "b" } },
      aws_cloudwatch_log_group: { C: { name: "/aws/sagemaker/TrainingJobs" } },
      aws_s3_bucket: { D: { bucket: "d", lifecycle: { prevent_destroy: true } } },
      aws_kms_alias: { E: { name: "alias/e" } },
      aws_iam_openid_connect_provider: {
        Github: { url: "https://token.actions.githubusercontent.com" },
      },
    },
  };
  const refusals = [
    "aws_iam_policy.A: creating IAM Policy (a): StatusCode: 409, EntityAlreadyExists: A policy",
    "aws_iam_role.B: creating IAM Role (b): EntityAlreadyExists: Role with name b already exists.",
    "aws_cloudwatch_log_group.C: creating Log Group: ResourceAlreadyExistsException: it exists",
    "aws_s3_bucket.D: creating S3 Bucket (d): BucketAlreadyOwnedByYou",
    "aws_kms_alias.E: creating KMS Alias (alias/e): AlreadyExistsException: An alias",
    "aws_iam_openid_connect_provider.Github: creating IAM OIDC Provider: EntityAlreadyExists: P",
  ];
  const ids = {
    "aws_iam_policy.A": "arn:aws:iam::123456789012:policy/a",
    "aws_iam_role.B": "b",
    "aws_cloudwatch_log_group.C": "/aws/sagemaker/TrainingJobs",
    "aws_s3_bucket.D": "d",
    "aws_kms_alias.E": "alias/e",
    "aws_iam_openid_connect_provider.Github":
      "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com",
  };

  it("is found by the errors of an apply, each with the id that the provider imports it by", () => {
    const message = `terraform apply: ${refusals.join("\n")}`;
    const found = existing(message, stack, account).map(({ to, id }) => [to, id]);
    expect(Object.fromEntries(found)).toEqual(ids);
  });

  it("is no other failure, also where one stands beside it", () => {
    const denied = "aws_iam_policy.Other: creating IAM Policy (o): AccessDenied: no";
    const found = existing(`terraform apply: ${denied}\n${refusals[1]}`, stack, account);
    expect(found.map(({ to }) => to)).toEqual(["aws_iam_role.B"]);
  });

  const apply = (
    outcomes: readonly (string | number)[],
    mayAdopt: (imports: readonly Import[]) => Promise<void> = async () => undefined,
  ) => {
    const seen: string[][] = [];
    const rest = [...outcomes];
    const terraform = {
      apply: async () => {
        seen.push(readdirSync(directory).filter((name) => name.endsWith(".tf.json")));
        const outcome = rest.shift();
        if (typeof outcome === "string") throw new UserError(outcome);
        return { done: outcome };
      },
    } as unknown as Terraform;
    writeFileSync(join(directory, "cdk.tf.json"), JSON.stringify(stack));
    const step = { progress: () => undefined };
    const done = applyAdopting(terraform, directory, account, step, mayAdopt);
    return done.then(
      (value) => ({ value, seen }),
      (error) => ({ error, seen }),
    );
  };

  it("is imported by a second apply, and the blocks are gone afterwards", async () => {
    const [first = "", second = ""] = refusals;
    const { seen, ...end } = await apply([first, second, 2]);
    expect(end).toEqual({ value: { done: 2 } });
    expect(seen.map((files) => files.length)).toEqual([1, 2, 2]);
    expect(readdirSync(directory)).not.toContain("adopted.tf.json");
  });

  it("is not tried again and again", async () => {
    const [first = ""] = refusals;
    const { seen, ...end } = await apply([first, first, 2]);
    expect(end).toEqual({ error: expect.objectContaining({ message: first }) });
    expect(seen).toHaveLength(2);
  });

  const iam = (...ClientIDList: readonly string[]) =>
    ({ send: async () => ({ ClientIDList }) }) as unknown as IAMClient;

  it("is adopted where it is GitHub's provider, with the audience that the stack gives it", async () => {
    const [github = ""] = refusals.slice(-1);
    const { seen, ...end } = await apply([github, 1], (imports) =>
      refuseSharedProvider(iam("sts.amazonaws.com"), imports),
    );
    expect(end).toEqual({ value: { done: 1 } });
    expect(seen).toHaveLength(2);
  });

  it("is left alone where others use GitHub's provider with audiences of their own", async () => {
    const [github = ""] = refusals.slice(-1);
    const { seen, ...end } = await apply([github, 1], (imports) =>
      refuseSharedProvider(iam("sts.amazonaws.com", "theirs"), imports),
    );
    expect(end).toEqual({
      error: expect.objectContaining({
        message: expect.stringContaining("with the audiences theirs"),
        hint: expect.stringContaining('provider: "existing"'),
      }),
    });
    expect(seen).toHaveLength(1);
  });

  it("is kept where Terraform refuses to destroy it", () => {
    writeFileSync(join(directory, "cdk.tf.json"), JSON.stringify(stack));
    expect(protectedIn(directory)("aws_s3_bucket.D")).toBe(true);
    expect(protectedIn(directory)("aws_iam_role.B")).toBe(false);
  });
});
