import { TerraformStack, Testing } from "cdktf";
import { StateBackend } from "../src/index";

describe("StateBackend", () => {
  const stack = new TerraformStack(Testing.app(), "prod-data");
  new StateBackend(stack, { bucketName: "state", region: "eu-central-1" });
  const { backend } = JSON.parse(Testing.synth(stack)).terraform;

  it("keeps a stack's state under its own name, locked, and leaves its encryption to the bucket", () => {
    expect(backend).toEqual({
      s3: {
        bucket: "state",
        key: "prod-data.tfstate",
        region: "eu-central-1",
        use_lockfile: true,
      },
    });
  });

  it("refuses a bucket's name that is none", () => {
    const wrong = new TerraformStack(Testing.app(), "prod");
    new StateBackend(wrong, { bucketName: "Not.Allowed", region: "eu-central-1" });
    expect(() => Testing.synth(wrong, true)).toThrow("bucketName 'Not.Allowed' must be 3 to 63");
  });
});
