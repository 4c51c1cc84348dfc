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
    await account.begin(capacity, "three", "one");
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
    expect(await account.end()).toEqual(account.before);
    expect(await violations(account.aws)).toEqual([]);
  });
});
