import { Lazy, TerraformStack, Testing } from "cdktf";
import { ExistingModelStore } from "../../src";

describe("ExistingModelStore", () => {
  it("makes nothing and looks nothing up, so that its stack plans without it", () => {
    const stack = new TerraformStack(Testing.app(), "test");
    const store = new ExistingModelStore(stack, "Models", {
      ...{ accountId: "123456789012", region: "eu-central-1" },
      ...{ bucketName: "pictor-test-models", encryption: { kind: "sse-s3" } },
      ...{ readerRoleNames: ["One"], deployRoleName: "Deploy" },
    });
    expect(store.bucketName).toBe("pictor-test-models");
    const { resource, data } = JSON.parse(Testing.synth(stack));
    expect([resource, data]).toEqual([undefined, undefined]);
  });

  it("refuses what its grants cannot be made of, all at once", () => {
    const stack = new TerraformStack(Testing.app(), "test");
    new ExistingModelStore(stack, "Models", {
      accountId: "12",
      region: "eu-central-1",
      bucketName: Lazy.stringValue({ produce: () => "later" }),
      readerRoleNames: [],
      deployRoleName: "/role/x",
      encryption: {
        kind: "sse-kms",
        key: { arn: "arn:aws:kms:eu-central-1:123456789012:alias/k" },
      },
      modelPrefix: "models/*",
    });
    for (const problem of [
      "bucketName must be a literal of 3 to 63",
      "accountId '12' must be twelve digits",
      "readerRoleNames must name at least one role",
      "deployRoleName must be a literal of 1 to 64",
      "encryptionKey.arn 'arn:aws:kms:eu-central-1:123456789012:alias/k' is the ARN of an alias",
      "modelPrefix must be a literal that ends in '/' and has no '*' or '?', such as 'models/', got 'models/*'",
    ]) {
      expect(() => Testing.synth(stack, true)).toThrow(problem);
    }
  });
});
