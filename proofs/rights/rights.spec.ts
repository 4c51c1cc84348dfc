import { environments } from "@pictor/image-classifier";
import { Recorded, refused } from "./recorded";

const [place] = environments
  .filter(({ name }) => name === "dev")
  .map(({ name, accountId, region }) => ({ environment: name, accountId, region }));

let recorded: Recorded;

beforeAll(async () => {
  if (place === undefined) throw new Error("no environment 'dev'");
  recorded = await Recorded.start(place);
}, 600_000);

afterAll(() => recorded.stop());

describe("what Terraform really calls is what the roles may", () => {
  it("while it applies data, service and jobs: as the deploy role", async () => {
    const permissions = await recorded.apply();
    expect(permissions.length).toBeGreaterThan(80);
    expect(permissions).toEqual(
      expect.arrayContaining(["sagemaker:CreateEndpoint", "s3:PutBucketPolicy"]),
    );
    expect(refused(permissions, recorded.allowedTo("Deploy"))).toEqual([]);
    // The plan role could not: the comparison tells them apart.
    expect(refused(permissions, recorded.allowedTo("Plan"))).toContain("sagemaker:CreateEndpoint");
  });

  it("while it plans them: as the plan role", async () => {
    const permissions = await recorded.plan();
    expect(permissions.length).toBeGreaterThan(40);
    expect(refused(permissions, recorded.allowedTo("Plan"))).toEqual([]);
    expect(refused(permissions, recorded.allowedTo("Deploy"))).toEqual([]);
  });

  it("while it destroys service and jobs: as the deploy role", async () => {
    const permissions = await recorded.destroy();
    expect(permissions).toContain("sagemaker:DeleteEndpoint");
    expect(refused(permissions, recorded.allowedTo("Deploy"))).toEqual([]);
  });
});
