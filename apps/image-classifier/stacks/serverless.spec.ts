import { names } from "@pictor/contracts";
import { AccountOfModels } from "./account-of-models";
import { violations } from "./endpoint-evidence";

const place = { environment: "dev", accountId: "555555555555", region: "us-east-1" };
const capacity = { kind: "serverless" } as const;

describe("the life of a serverless endpoint, with the real provider on a local AWS", () => {
  let account: AccountOfModels;

  beforeAll(async () => {
    account = await AccountOfModels.start(place);
  });

  afterAll(() => account?.stop());

  it("begins: it is applied, and then has nothing left to do", async () => {
    account.synthesise(capacity, "three", "one");
    await account.terraform.init();
    await account.terraform.apply();
    expect(account.plan()).toEqual([]);
    const { EndpointStatus } = await account.describe(names(place).endpoints.serverless);
    expect(EndpointStatus).toBe("InService");
  });

  it("serves a new release without being replaced", async () => {
    account.synthesise(capacity, "eleven", "three");
    expect(account.plan()).toContain("update aws_sagemaker_endpoint");
    await account.terraform.apply();
    expect(account.plan()).toEqual([]);
  });

  it("asked for nothing that AWS's own models do not allow, and leaves nothing behind", async () => {
    await account.terraform.destroy();
    const services = ["sagemaker", "application-autoscaling", "iam"];
    expect(await violations(account.aws, services)).toEqual([]);
    await account.empty();
    expect(await account.aws.inventory()).toEqual(account.before);
  });
});
