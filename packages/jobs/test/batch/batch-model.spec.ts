import { join } from "node:path";
import { ExistingModelStore } from "@pictor/storage";
import { hiddenMembers, hiddenResources, releaseOf, synthesise } from "@pictor/testing";
import { BatchModel, type BatchModelProps } from "../../src";
import { encryptionKey, place } from "../stack";

const release = releaseOf("a");

function build(changes: Partial<BatchModelProps> = {}) {
  const made: BatchModel[] = [];
  const out = synthesise((stack) => {
    const modelStore = new ExistingModelStore(stack, "Models", {
      ...place,
      bucketName: "pictures-models",
      readerRoleNames: ["pictures-model-batch"],
      deployRoleName: "pictures-deploy",
      encryption: { kind: "sse-kms", key: encryptionKey, bucketKey: true },
    });
    made.push(
      new BatchModel(stack, "Model", {
        ...place,
        name: "pictures-transform",
        roleName: "pictures-model-batch",
        release,
        modelStore,
        instanceType: "ml.c5.2xlarge",
        encryptionKey,
        today: "2026-01-01",
        ...changes,
      }),
    );
  });
  return { out, model: made[0] as BatchModel };
}

describe("a model for batches", () => {
  const { model, out } = build();

  it("is of the release: its artefact, and the variables by which its server proves what it serves", () => {
    expect(out.single("aws_sagemaker_model")).toMatchObject({
      primary_container: {
        model_data_url: `s3://pictures-models/${release.key}`,
        environment: expect.objectContaining({ SAGEMAKER_MODEL_SERVER_WORKERS: "4" }),
      },
    });
    expect(JSON.stringify(out.single("aws_sagemaker_model"))).toContain(release.weightsSha256);
  });

  it("is isolated without a network", () => {
    const resource = out.single("aws_sagemaker_model");
    expect(resource).toMatchObject({ enable_network_isolation: true });
    expect(resource).not.toHaveProperty("vpc_config");
  });

  it("is replaced by a new one before it goes, so that a machine never names none", () => {
    expect(out.single("aws_sagemaker_model")).toMatchObject({
      lifecycle: { create_before_destroy: true },
    });
  });

  it("reads releases, and grants volumes their key where their storage takes one", () => {
    const policies = JSON.stringify(out.resources("aws_iam_role_policy"));
    expect(policies).toContain("pictures-models/releases/*");
    expect(policies).toContain("kms:CreateGrant");
    const nvme = build({ instanceType: "ml.c5d.xlarge" }).out;
    expect(JSON.stringify(nvme.resources("aws_iam_role_policy"))).not.toContain("kms:CreateGrant");
  });

  it("refuses in words what it is not made for", () => {
    const refused = (changes: Partial<BatchModelProps>) => () => build(changes);
    expect(refused({ name: "Pictures" })).toThrow(/^name 'Pictures' must be a literal/);
    expect(refused({ accountId: "12" })).toThrow("accountId '12' must be twelve digits");
    expect(refused({ region: "Frankfurt" })).toThrow(/^region 'Frankfurt'/);
    expect(refused({ encryptionKey: { arn: "alias/mine" } })).toThrow(/^encryptionKey\.arn/);
    expect(refused({ today: "" })).toThrow("today must be a day such as '2026-11-28', got ''");
  });

  it("refuses an uncompressed release, which instances serve and jobs cannot", () => {
    const uncompressed = {
      ...release,
      key: `releases/${release.sha256}/`,
      compression: "none",
    } as const;
    expect(build({ release: uncompressed }).model.node.validate()).toEqual([
      "the release is uncompressed, and batch transform takes archives only: build it with '--compression gzip' and publish it",
    ]);
    expect(model.node.validate()).toEqual([]);
  });

  it("shows every resource that it makes, for overrides", () => {
    const hidden = hiddenMembers(join(__dirname, "..", ".."));
    const granted = /\/Resource\/ModelStoreRead$/;
    expect(hiddenResources(model, hidden).filter((path) => !granted.test(path))).toEqual([]);
  });
});
