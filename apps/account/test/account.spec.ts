import { Testing } from "cdktf";
import { readAccount } from "../src/account";
import { AccountStack } from "../src/account-stack";

const variables = { PICTOR_ACCOUNT_ID: "123456789012", PICTOR_REGION: "eu-central-1" };

describe("readAccount", () => {
  it("reads the account, with its state in the bucket unless told otherwise", () => {
    expect(readAccount(variables)).toEqual({
      accountId: "123456789012",
      region: "eu-central-1",
      state: { kind: "s3" },
    });
    expect(readAccount({ ...variables, PICTOR_ACCOUNT_STATE: "local" }).state.kind).toBe("local");
  });

  it("reports everything that is missing or wrong at once, with an example", () => {
    const read = () => readAccount({ PICTOR_ACCOUNT_ID: "12", PICTOR_ACCOUNT_STATE: "disk" });
    expect(read).toThrow("PICTOR_ACCOUNT_ID must be twelve digits, got '12'");
    expect(read).toThrow("PICTOR_REGION is not set");
    expect(read).toThrow("PICTOR_ACCOUNT_STATE must be 'local' or 's3', got 'disk'");
    expect(read).toThrow("cdktf deploy account");
  });
});

describe("AccountStack", () => {
  const synthesised = (state: "local" | "s3") =>
    JSON.parse(
      Testing.synth(
        new AccountStack(Testing.app(), "account", {
          accountId: "123456789012",
          region: "eu-central-1",
          state: { kind: state },
        }),
      ),
    );

  it("can only be applied to its own account", () => {
    expect(synthesised("s3").provider.aws[0].allowed_account_ids).toEqual(["123456789012"]);
  });

  it("begins with local state and then keeps it, locked, in the bucket that it makes", () => {
    expect(synthesised("local").terraform.backend).toEqual({
      local: { path: "terraform.account.tfstate" },
    });
    const { bucket, use_lockfile } = synthesised("s3").terraform.backend.s3;
    expect(use_lockfile).toBe(true);
    const [made] = Object.values<{ bucket: string }>(synthesised("local").resource.aws_s3_bucket);
    expect(made?.bucket).toBe(bucket);
  });

  it("makes the same resources wherever its state is, so that nothing changes with the migration", () => {
    expect(synthesised("local").resource).toEqual(synthesised("s3").resource);
  });

  it("ignores no change of any attribute", () => {
    expect(JSON.stringify(synthesised("s3"))).not.toContain("ignore_changes");
  });

  it("refuses to lose the state: the bucket is not emptied when it is destroyed", () => {
    const [bucket] = Object.values<{ force_destroy?: boolean }>(
      synthesised("s3").resource.aws_s3_bucket,
    );
    expect(bucket?.force_destroy ?? false).toBe(false);
  });
});
