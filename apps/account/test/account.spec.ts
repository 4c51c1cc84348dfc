import { readAccount } from "../src/account";
import { accountStack, deploymentOf, people, synthesised } from "./fixture";

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
  const stack = (state: "local" | "s3") =>
    JSON.parse(accountStack([deploymentOf(people)], { kind: state }));

  it("can only be applied to its own account", () => {
    expect(stack("s3").provider.aws[0].allowed_account_ids).toEqual(["123456789012"]);
  });

  it("begins with local state and then keeps it, locked, in the bucket that it makes", () => {
    expect(stack("local").terraform.backend).toEqual({
      local: { path: "terraform.account.tfstate" },
    });
    const { bucket, use_lockfile } = stack("s3").terraform.backend.s3;
    expect(use_lockfile).toBe(true);
    const made = Object.values<{ bucket: string }>(stack("local").resource.aws_s3_bucket);
    expect(made.map((one) => one.bucket)).toContain(bucket);
  });

  it("makes the same resources wherever its state is, so that nothing changes with the migration", () => {
    expect(stack("local").resource).toEqual(stack("s3").resource);
  });

  it("ignores no change of any attribute", () => {
    expect(accountStack()).not.toContain("ignore_changes");
  });

  it("refuses to lose the state, its log or its key", () => {
    const { resource } = stack("s3");
    for (const type of ["aws_s3_bucket", "aws_kms_key"]) {
      for (const one of Object.values<Record<string, unknown>>(resource[type])) {
        expect(one).toMatchObject({ lifecycle: { prevent_destroy: true } });
        expect(one.force_destroy ?? false).toBe(false);
      }
    }
  });

  it("encrypts the state with a key of its own and logs who reads it", () => {
    const found = synthesised();
    expect(found.single("aws_s3_bucket_logging")).toMatchObject({
      bucket: expect.stringMatching(/aws_s3_bucket\.State_/),
      target_bucket: expect.stringMatching(/aws_s3_bucket\.StateLogs_/),
    });
    const rules = found
      .resources("aws_s3_bucket_server_side_encryption_configuration")
      .map(({ rule }) => JSON.stringify(rule));
    expect(rules).toEqual(
      expect.arrayContaining([expect.stringMatching(/aws_kms_key\.StateKey.*aws:kms/)]),
    );
  });

  it("makes neither deploy role nor boundary where nothing is deployed", () => {
    const bare = synthesised([]);
    expect(bare.single("aws_iam_role").name).toMatch(/^pictor-api-gateway-logs-/);
    expect(bare.resources("aws_iam_policy")).toEqual([]);
  });

  it("makes a boundary for each environment, which its deploy role must give to every role", () => {
    const dev = { ...deploymentOf(people), environment: "dev" };
    const policies = synthesised([deploymentOf(people), dev]).resources("aws_iam_policy");
    const named = (name: string) => policies.find((policy) => policy.name === name);
    for (const [environment, id] of [
      ["prod", "Prod"],
      ["dev", "Dev"],
    ]) {
      expect(named(`pictor-${environment}-eu-central-1-workloads`)).toBeDefined();
      expect(named(`pictor-${environment}-eu-central-1-jobs`)).toBeDefined();
      const roles = named(`pictor-${environment}-eu-central-1-deploy-roles`);
      const [boundary] = JSON.parse(String(roles?.policy)).Statement;
      expect(boundary.Condition.StringEquals["iam:PermissionsBoundary"]).toEqual(
        ["Workloads", "Jobs"].map((kind) =>
          expect.stringMatching(new RegExp(`aws_iam_policy\\.${kind}${id}_?\\w*\\.arn`)),
        ),
      );
    }
  });

  it("makes GitHub's provider where a deployment asks for it, before the role", () => {
    const github = {
      kind: "githubActions",
      repository: "o/r",
      githubEnvironment: "prod",
      provider: "create",
    } as const;
    const found = synthesised([deploymentOf(people, github)]);
    expect(found.single("aws_iam_openid_connect_provider")).toMatchObject({
      url: "https://token.actions.githubusercontent.com",
      client_id_list: ["sts.amazonaws.com"],
    });
    const [role] = found.resources("aws_iam_role").filter(({ name }) => /-deploy$/.test(`${name}`));
    expect(role?.depends_on).toEqual(["aws_iam_openid_connect_provider.Github"]);
    const there = synthesised([deploymentOf({ ...github, provider: "existing" })]);
    expect(there.resources("aws_iam_openid_connect_provider")).toEqual([]);
  });

  it("keeps its addresses: a changed one is another resource", () => {
    const own = synthesised()
      .addresses()
      .filter((address) => !address.startsWith("aws_s3_bucket_"));
    expect(own.map((address) => address.replace(/_[0-9A-F]{8}$/, ""))).toEqual([
      "aws_api_gateway_account.GatewayLogs_Account",
      "aws_cloudwatch_log_group.TrainingJobs",
      "aws_cloudwatch_log_group.TransformJobs",
      "aws_iam_policy.DeployProd_Capacity",
      "aws_iam_policy.DeployProd_Checks",
      "aws_iam_policy.DeployProd_Data",
      "aws_iam_policy.DeployProd_Gateway",
      "aws_iam_policy.DeployProd_Jobs",
      "aws_iam_policy.DeployProd_Network",
      "aws_iam_policy.DeployProd_Roles",
      "aws_iam_policy.DeployProd_Scaling",
      "aws_iam_policy.DeployProd_Service",
      "aws_iam_policy.JobsProd",
      "aws_iam_policy.PlanProd_Capacity",
      "aws_iam_policy.PlanProd_Data",
      "aws_iam_policy.PlanProd_Gateway",
      "aws_iam_policy.PlanProd_Jobs",
      "aws_iam_policy.PlanProd_Network",
      "aws_iam_policy.PlanProd_Roles",
      "aws_iam_policy.PlanProd_Scaling",
      "aws_iam_policy.PlanProd_Service",
      "aws_iam_policy.PlanProd_State",
      "aws_iam_policy.WorkloadsProd",
      "aws_iam_role.DeployProd",
      "aws_iam_role.GatewayLogs",
      "aws_iam_role.PlanProd",
      "aws_iam_role_policy.GatewayLogs_Write",
      "aws_iam_role_policy_attachment.DeployProd_CapacityAttachment",
      "aws_iam_role_policy_attachment.DeployProd_ChecksAttachment",
      "aws_iam_role_policy_attachment.DeployProd_DataAttachment",
      "aws_iam_role_policy_attachment.DeployProd_GatewayAttachment",
      "aws_iam_role_policy_attachment.DeployProd_JobsAttachment",
      "aws_iam_role_policy_attachment.DeployProd_NetworkAttachment",
      "aws_iam_role_policy_attachment.DeployProd_RolesAttachment",
      "aws_iam_role_policy_attachment.DeployProd_ScalingAttachment",
      "aws_iam_role_policy_attachment.DeployProd_ServiceAttachment",
      "aws_iam_role_policy_attachment.PlanProd_CapacityAttachment",
      "aws_iam_role_policy_attachment.PlanProd_DataAttachment",
      "aws_iam_role_policy_attachment.PlanProd_GatewayAttachment",
      "aws_iam_role_policy_attachment.PlanProd_JobsAttachment",
      "aws_iam_role_policy_attachment.PlanProd_NetworkAttachment",
      "aws_iam_role_policy_attachment.PlanProd_RolesAttachment",
      "aws_iam_role_policy_attachment.PlanProd_ScalingAttachment",
      "aws_iam_role_policy_attachment.PlanProd_ServiceAttachment",
      "aws_iam_role_policy_attachment.PlanProd_StateAttachment",
      "aws_kms_alias.StateKey_Alias",
      "aws_kms_key.StateKey",
      "aws_s3_bucket.StateLogs",
      "aws_s3_bucket.State",
    ]);
  });
});
